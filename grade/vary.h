/* vary.h: a trace like another one, but different by seed. */
#ifndef VARY_H
#define VARY_H

#include "trace.h"

/* The calls of a trace in their order, with others between them and some left out.  The seed
 * decides which; each is defined by the specifications, which have given its result. */
struct trace *vary(const struct trace *base, u32 seed);

#endif
