/* bench.h: programs that stand on the whole stack, in the place of probe and monitor, and measure
 * it.
 *
 * Under QEMU's -icount shift=0 the time stamp counter counts instructions.
 */
#ifndef BENCH_H
#define BENCH_H

#include <types.h>

void stack_init(void); /* table.c: the outermost initialisation */

/* start.S: the counter when the loader gave control, and what reading it there cost. */
extern u32 bench_started;
#define START_COST 4u

/* Print what the report reads: a name and a number. */
void bench_print(const char *name, u32 count);

#endif
