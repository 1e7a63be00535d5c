/* expect: MATOp: builtin_io\.c:6: __builtin_ia32_rdtsc: names that start like this */
#include <underlay.h>

void mem_init(void)
{
	nps_set((u32)__builtin_ia32_rdtsc());
}
