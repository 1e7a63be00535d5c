/* expect: MATOp: prototype_parens\.c:6: uses mem_load.*Machine; MBoot hides */
#include <underlay.h>

void mem_init(void)
{
	u32 (mem_load)(u32);
	
	nps_set(mem_load(0));
}
