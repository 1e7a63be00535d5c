/* expect: MATOp: null_chain\.c:8: .*pointer */
#include <underlay.h>

void mem_init(void)
{
	u32 x = 0;
	u32 *p = &x;
	p = (x, 0);
	p[0x2E000] = 1;
}
