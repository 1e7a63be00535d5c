/* expect: MATOp: pointer_jump\.c:9: the pointer p may */
#include <underlay.h>

void mem_init(void)
{
	u32 x = 1;
	goto in;
	{ u32 *p = &x;
	in: p[9] = 1; }
}
