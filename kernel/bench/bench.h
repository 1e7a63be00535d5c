/* bench.h: programs that stand on the whole stack, in the place of probe and monitor, and measure
 * it.
 *
 * Under QEMU's -icount shift=0 the time stamp counter counts instructions.
 */
#ifndef BENCH_H
#define BENCH_H

#include <sizes.h>
#include <types.h>

void stack_init(void); /* table.c: the outermost initialisation */

/* start.S: the counter when the loader gave control, and what reading it there cost. */
extern u32 bench_started;
#define START_COST 4u

/* start.S: a program for ring 3, to be mapped at BENCH_PROGRAM; a thread that lets it run once a
 * turn; and one such turn. */
#define BENCH_PROGRAM (STACK_BASE + NCTX * STACK_SLOT_SIZE)
#define BENCH_GUEST   (BENCH_PROGRAM + 16) /* and what a guest does */
extern const char bench_program[];
void bench_process(void);
void bench_process_round(void);

/* Print what the report reads: a name and a number. */
void bench_print(const char *name, u32 count);

#endif
