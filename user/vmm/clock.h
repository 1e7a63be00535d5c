/* clock.h: the time of the guest. */
#ifndef CLOCK_H
#define CLOCK_H

#include <types.h>

#define TICKS_A_SECOND 1193182u /* of the 8254 */

/* The guest's time begins. */
void clock_start(void);

/* Ticks since then. */
u64 clock_ticks(void);

/* Seconds since then. */
u32 clock_seconds(void);

/* How many times a millisecond the processor's counter counts, which is the guest's as well. */
u32 clock_khz(void);

/* The processor's counter. */
u64 clock_counts(void);

/* n / d and, unless rest is 0, what is left over.  The quotient has 32 bits. */
u32 divide(u64 n, u32 d, u32 *rest);

#endif
