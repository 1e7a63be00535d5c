/* expect: MATOp: pointer_block\.c:9: the pointer p may */
#include <underlay.h>

void mem_init(void)
{
	u32 x = 0, *p;
	if (nps_get()) { p = &x; p[0] = 1; }
	
	p[9] = 1;
}
