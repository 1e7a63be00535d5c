/* expect: MATOp: null\.c:6: a null pointer */
#include <underlay.h>

void mem_init(void)
{
	u32 *p = 0;
	
	p[0x2E000] = 1;
}
