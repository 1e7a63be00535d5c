/* expect: MATOp: division\.c:7: needs __udivdi3 of the compiler */
#include <underlay.h>

void mem_init(void)
{
	u64 n = nps_get();
	nps_set((u32)(n / mi_rows()));
}
