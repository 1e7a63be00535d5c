/* expect: MATOp: prototype_block\.c:6: an own prototype of mem_load .*Machine */
#include <underlay.h>

void mem_init(void)
{
	u32 mem_load(u32);
	
	nps_set(mem_load(0));
}
