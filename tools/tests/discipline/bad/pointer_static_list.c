/* expect: MATOp: pointer_static_list\.c:4: p is a pointer that outlives */
#include <underlay.h>

static u32 x, *p;

void mem_init(void)
{
	p[0] = x;
}
