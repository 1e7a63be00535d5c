/* expect: MATOp: pointer_maybe\.c:8: the pointer p may have no value */
#include <underlay.h>

void mem_init(void)
{
	u32 x = 0;
	u32 *p;
	if (nps_get()) p = &x;
	p[4] = 1;
}
