/* scope.h: the small world that the checker explores: which values it tries for an argument of a
 * given type, which memory maps it starts from, and all calls that follow. */
#ifndef SCOPE_H
#define SCOPE_H

#include <stdbool.h>
#include "grade/spec.h"

struct call {
	unsigned primitive;
	u32 argument[MAX_ARGUMENTS];
};

enum { MAX_CALLS = 4096 };

/* The first word of a user page; and pages of the first program that scope.c has: its code, some of
 * its data, none, its stack. */
#define USER_WORD(page) ((FIRST_USER_SLOT * ENTRIES + (page)) * PAGE_SIZE)
#define CODE      USER_WORD(0)
#define ROOM      USER_WORD(1)
#define HOLE      USER_WORD(5)
#define STACK     USER_WORD(USER_PAGES - 1)

/* The values to try for a type; NULL if scope.c does not know it. */
const u32 *sample_values(const char *type, unsigned *count);

/* Number of memory maps, and: set up map i in *abs_, which is all zero. */
void map_load(unsigned i);
void map_print(unsigned i);

/* Memory that is zero; there is some, or this is the end. */
void *check_allocate(size_t count, size_t size);

/* What of the world, from its start, a layer and those below it can know, in bytes.  They look
 * at nothing of the rest. */
extern size_t world_part;
void scope_world(const struct layer_spec *layer);

int layer_index(const char *name);
/* The primitive of that name, if the layer shows it, or -1. */
int primitive_at(const struct layer_spec *layer, const char *name);
bool is_own(const struct layer_spec *layer, unsigned primitive);

/* All calls of the primitives to explore at a layer: its own, and those that pass through and bear
 * on the same state.  Returns their number. */
unsigned scope_calls(const struct layer_spec *layer, struct call *out);

/* The memory maps to start from: from *first on, before what is returned.  All of them if the layer
 * takes over the map, else the one that is all usable. */
unsigned scope_maps(const struct layer_spec *layer, unsigned *first);

/* The start of a walk, of so many: each has its turn, and where there are processes, the one with a
 * program every second time. */
unsigned scope_start(const struct layer_spec *layer, unsigned walk, unsigned starts);

/* Where breadth first cannot close, walks go deep.  One step of a walk: a primitive at random,
 * every second time the one that was taken least, then one of its calls that are defined; NULL if
 * none is.  The seed makes it the same every time. */
enum { WALKS = 100, WALK_LENGTH = 200 };
const struct call *scope_choose(const struct call *call, unsigned calls,
                                bool (*defined)(const struct call *call), u64 *seed);

/* Where the kernel serves programs, the states that matter lie deep, but it can be said where.  A
 * scene is the calls that lead to one of them, in which a program runs.  From there all that the
 * program can do is tried, and behind that all that the layer does.  How many scenes a layer has, 0
 * if it serves none; where one begins, of so many starts; its calls, of which those count that are
 * defined, and how many they are, 0 if the layer has not what it takes. */
enum { SCENES = 48, SCENE_LENGTH = 32 };
unsigned scene_count(const struct layer_spec *layer);
unsigned scene_start(unsigned scene, unsigned starts);
unsigned scene_calls(const struct layer_spec *layer, unsigned scene, struct call *out);

/* Where there are scenes, less has to be tried breadth first and at random: one in so many; and
 * walks, which begin where the scenes end, need not go far. */
unsigned scope_part(const struct layer_spec *layer);
unsigned scope_walk_length(const struct layer_spec *layer);

/* "MAT.frame[2]": what lies at an offset in the world; and the number there that the offset is in,
 * which is as wide as an element, or a word of one. */
void world_name(char *out, size_t size, size_t offset);
u32 world_value(const void *world, size_t offset);
u32 cell_value(const void *at, size_t width);

/* A value of a type, by its name if the specifications give it one: "3", "NIL". */
void value_print(char *out, size_t size, const char *type, u32 value);

/* "pfree(3)" */
void call_print(char *out, size_t size, const struct call *call);

/* "pfree_PRE in MAT.h", "MPTIntro_pfree_PRE in MPTIntro.h": where a layer says when it defines the
 * primitive. */
void pre_print(char *out, size_t size, const char *layer, unsigned primitive);

/* Set the processor's registers of the context that runs first; it never changes them itself. */
void scope_set_registers(void);

#endif
