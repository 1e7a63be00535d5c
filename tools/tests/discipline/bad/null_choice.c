/* expect: MATOp: null_choice\.c:7: a null pointer */
#include <underlay.h>

void mem_init(void)
{
	u32 x = 0;
	u32 *p = nps_get() ? &x : 0;
	
	p[0x2E000] = 1;
}
