/* expect: MATOp: pointer_static_local\.c:6: p is a pointer that outlives */
#include <underlay.h>

void mem_init(void)
{
	static u32 *p;
	
	p[0] = 1;
}
