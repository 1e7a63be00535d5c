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

enum { MAX_CALLS = 512 };

/* The values to try for a type; NULL if scope.c does not know it. */
const u32 *sample_values(const char *type, unsigned *count);

/* Number of memory maps, and: set up map i in *abs_, which is all zero. */
unsigned map_count(void);
void map_load(unsigned i);
void map_print(unsigned i);

int layer_index(const char *name);
bool is_own(const struct layer_spec *layer, unsigned primitive);

/* All calls of the primitives to explore at a layer: its own, and those that pass through and bear
 * on the same state.  Returns their number. */
unsigned scope_calls(const struct layer_spec *layer, struct call *out);

/* Does the layer take over the memory map, so that all maps must be tried? */
bool scope_varies_maps(const struct layer_spec *layer);

/* "MAT.frame[2]": what lies at an offset in the world. */
void world_name(char *out, size_t size, size_t offset);

/* "pfree(3)" */
void call_print(char *out, size_t size, const struct call *call);

/* Set the processor's registers of the context that runs first; it never changes them itself. */
void scope_set_registers(void);

#endif
