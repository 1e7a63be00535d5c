/** @file
 * PCount: a counter, the layer that tools/tests/layer adds to a copy of the tree.
 *
 * It counts from 0 to 3.
 */
#ifndef PCOUNT_H
#define PCOUNT_H
#include <deep.h>

#define COUNT_MOST 3u

struct PCount_state {
	u32 count; /**< at most COUNT_MOST */
};

#define PCount_INVARIANT (PCount.count <= COUNT_MOST)

/** How far it has counted. */
u32 count_get(void);
#define count_get_PRE()     (1)
#define count_get_ASSIGNS() NOTHING
#define count_get_POST()    (CLAUSE(RESULT == PCount.count))

/** Count one more (b = 1) or nothing (b = 0).  Undefined when the count is at its end. */
void count_add(flag_t b);
#define count_add_PRE(b)     ((b) <= 1 && PCount.count < COUNT_MOST)
#define count_add_ASSIGNS(b) VAR(PCount.count)
#define count_add_POST(b)    (CLAUSE(PCount.count == OLD(PCount.count) + (b)))

#endif
