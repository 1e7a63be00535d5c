/* expect: MATOp: seg\.c:6: __seg_gs: names that start like this */
#include <underlay.h>

void mem_init(void)
{
	nps_set((u32)*(u32 __seg_gs *)0);
}
