/* common.c: what both programs need, and the probe that neither of them has. */
#include "bench.h"

#include <machine.h>
#include <probe.h>

void bench_print(const char *name, u32 count)
{
	console_print("bench %s %u\n", name, count);
}

_Noreturn void probe_run(struct stream *stream)
{
	(void)stream;
	panic("the bench kernel has no probe: start it without a module");
}
