/** @file
 * MPTBit: a bit for every map.
 *
 * It says whether the map is in use.  Here it is only kept; MPTNew gives it its meaning.
 */
#ifndef MPTBIT_H
#define MPTBIT_H
#include <MPTInit.h>

struct MPTBit_state {
	u8 used[NMAPS];
};

#define MPTBit_INVARIANT (ALL(n, NMAPS, MPTBit.used[n] <= 1))

/** The bit of map n. */
flag_t is_used(map_t n);
#define is_used_PRE(n)     ((n) < NMAPS)
#define is_used_ASSIGNS(n) NOTHING
#define is_used_POST(n)    (CLAUSE(RESULT == MPTBit.used[n]))

/** Set the bit of map n to b. */
void set_bit(map_t n, flag_t b);
#define set_bit_PRE(n, b)     ((n) < NMAPS && (b) <= 1)
#define set_bit_ASSIGNS(n, b) VAR(MPTBit.used[n])
#define set_bit_POST(n, b)    (CLAUSE(MPTBit.used[n] == (b)))

#endif
