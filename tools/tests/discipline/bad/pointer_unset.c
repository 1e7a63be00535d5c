/* expect: MATOp: pointer_unset\.c:8: the pointer p may have no value */
#include <underlay.h>

void mem_init(void)
{
	u32 *p;
	
	p[0] = 1;
}
