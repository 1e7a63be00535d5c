/* expect: MATOp: pointer_array\.c:6: p is an array of pointers */
#include <underlay.h>

void mem_init(void)
{
	u32 *p[2];
	
	p[1][0] = 1;
}
