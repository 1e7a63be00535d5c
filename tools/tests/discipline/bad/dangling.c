/* expect: MATOp: dangling\.c:7: .*(address of local|address of stack) */
#include <underlay.h>

static u32 *local(void)
{
	u32 x = nps_get();
	return &x;
}

void mem_init(void)
{
	nps_set(*local());
}
