/* expect: MATOp: implicit_pointer\.c:6: .*pointer */
#include <underlay.h>

void mem_init(void)
{
	u32 *p = 0x1234;
	
	*p = 1;
}
