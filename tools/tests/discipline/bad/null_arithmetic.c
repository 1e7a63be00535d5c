/* expect: MATOp: null_arithmetic\.c:6: a null pointer */
#include <underlay.h>

void mem_init(void)
{
	u32 *p = nps_get() - nps_get() ? &(u32){1} : 0;
	
	p[1] = 1;
}
