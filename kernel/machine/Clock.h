/** @file
 * Clock: the ground: a clock that interrupts programs, and the counter of the processor.
 */
#ifndef CLOCK_H
#define CLOCK_H
#include <deep.h>
#include <devices.h>

struct Clock_state {
	u32 khz;     /**< how many times a millisecond the processor's counter (RDTSC) counts */
	u8 ticks;    /**< 1: the clock interrupts programs, CLOCK_TICKS times a second */
};
STATE(Clock)

#define Clock_INVARIANT (Clock.ticks <= 1)

/** Nothing ticks yet. */
#define Clock_START (Clock.ticks == 0)

/** How fast the counter is.  A kernel that runs a trace says one and the same on every machine. */
u32 clock_khz(void);
#define clock_khz_PRE()     (1)
#define clock_khz_ASSIGNS() NOTHING
#define clock_khz_POST()    (CLAUSE(RESULT == Clock.khz))

/** From now on the clock interrupts programs: TRAP_CLOCK brings control back to the kernel.  When,
 * a trace says: its ticks are its calls. */
void clock_start(void);
#define clock_start_PRE()     (1)
#define clock_start_ASSIGNS() VAR(Clock.ticks)
#define clock_start_POST()    (CLAUSE(Clock.ticks == 1))

#endif
