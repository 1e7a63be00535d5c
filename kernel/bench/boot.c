/* boot.c: how many instructions from the loader's jump to a stack that is ready. */
#include "bench.h"

#include <machine.h>
#include <monitor.h>

_Noreturn void monitor_run(void)
{
	u32 ready;

	stack_init();
	ready = (u32)machine_ticks();
	bench_print("boot", ready - bench_started - START_COST);
	machine_exit(MACHINE_DONE);
}
