/* expect: MATOp: pointer_mismatch\.c:8: .*pointer */
#include <underlay.h>

void mem_init(void)
{
	u32 x = 0;
	u32 *p = &x;
	u32 **q = nps_get() ? &x : &p;
	
	**q = 1;
}
