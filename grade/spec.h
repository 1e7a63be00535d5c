/* spec.h: the deep specifications as data, for the oracle and the checker.
 * tools/layers generates the tables from kernel/stack and every X.h into build/STACK/specs.c, and
 * the functions in them into build/STACK/X/formulas.c. */
#ifndef SPEC_H
#define SPEC_H

#include <stdbool.h>
#include <stddef.h>
#include <types.h>

#define MAX_ARGUMENTS 6
#define MAX_REGIONS   80

struct world; /* every layer's abstract state; build/STACK/world.h */

/* The world that specifications read and write, and the one that OLD(...) reads. */
extern struct world *abs_, *abs_old_;
extern const size_t world_size;

struct region { /* bytes of the world, relative to its start */
	size_t offset;
	size_t size;
	size_t cell; /* size of one element */
};

/* Who calls a primitive: for ring 3 and guests it is an instruction. */
enum mode { MODE_KERNEL, MODE_RING3, MODE_GUEST };

/* A member of a layer's state: bytes from the start of the state, and of one element. */
struct field {
	const char *name; /* NULL ends a list */
	size_t offset;
	size_t size;
	size_t cell;
};

struct primitive_spec {
	const char *name;
	const char *layer; /* the layer that adds it */
	unsigned arguments;
	const char *argument_name[MAX_ARGUMENTS + 1];
	const char *argument_type[MAX_ARGUMENTS + 1]; /* "frame_t", ...; NULL ends them */
	const char *returns; /* the type of its result; NULL: it has none */
	bool (*pre)(const u32 *a);               /* may it be called in *abs_? */
	u32 (*step)(const u32 *a);               /* the executable spec: changes *abs_ */
	bool (*post)(const u32 *a, u32 result);  /* *abs_old_ before, *abs_ after */
	unsigned (*assigns)(const u32 *a, struct region *out);
	enum mode mode;
	bool steps;              /* it has no POST: its executable spec is all that is said */
	const int *narrowers;    /* layers that let it be called more rarely; -1 ends the list */
};

struct layer_spec {
	const char *name;
	const char *lab;
	const char *purpose;
	int underlay;            /* index, or -1 */
	const char *init;        /* the primitive to call first; NULL for none */
	const u16 *visible;      /* indices into primitive_specs, ascending */
	unsigned visible_count;
	struct region state;     /* its own part of the world; size 0 if it adds none */
	const struct field *fields;
	bool (*invariant)(void);
	bool (*narrow)(unsigned primitive, const u32 *argument); /* does it let this be called? */
	const int *invariants;   /* layers whose invariants hold here; -1 ends the list */
	const int *live;         /* layers whose state counts here; -1 ends the list */
	const int *speaks;       /* layers whose state its specification speaks of; -1 ends it */

	/* What a thread knows when its call returns and others have run: *abs_old_ is when it was
	 * made, of which view_old lists what is named.  NULL: this layer has no more to say. */
	bool (*view)(u32 thread);
	unsigned (*view_old)(u32 thread, struct region *out);
	bool (*runs)(u32 thread); /* NULL: there are no threads at this layer */
	bool (*lives)(u32 thread);
	const int *views;        /* layers whose view counts here; -1 ends the list */

	bool assembly;           /* has assembly: no check on the host */
	bool forwards;           /* has no code: its relation is what a student writes */
	bool machine;            /* the trusted ground: not a layer to grade */
};

/* A primitive of a layer without code, and the one below that it is. */
struct forward {
	u16 primitive, below;
};
#define UNKNOWN_PRIMITIVE 0xFFFFu /* ends a list */

extern const struct primitive_spec primitive_specs[];
extern const unsigned primitive_spec_count; /* same indices as the kernel's primitive_table */
extern const struct forward forwards[];
extern const struct layer_spec layer_specs[];
extern const unsigned layer_spec_count;
extern const char spec_stack_name[];

/* Copies those regions of an ASSIGNS that are not empty, and returns how many: for the functions
 * `assigns`. */
unsigned spec_regions(struct region *out, const struct region *in, size_t n);

/* NULL if a client of the layer may make this call in *abs_.  Else the layer that says no: the one
 * that adds the primitive, by its PRE, or one up to this that narrows it. */
const char *spec_refuses(const struct layer_spec *layer, unsigned primitive, const u32 *argument);

/* May others run before the call returns? */
/* Whose control it is, by *abs_. */
enum mode spec_mode(void);

bool spec_switches(unsigned primitive, const u32 *argument);

#endif
