/* expect: MATOp: prototype_list\.c:6: an own prototype of mem_load */
#include <underlay.h>

void mem_init(void)
{
	u32 n = 1, mem_load(u32);
	
	nps_set(mem_load(n));
}
