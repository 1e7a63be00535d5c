/* expect: MATOp: pointer_static\.c:4: p is a pointer that outlives */
#include <underlay.h>

static u32 *p;

void mem_init(void)
{
	p[0] = 1;
}
