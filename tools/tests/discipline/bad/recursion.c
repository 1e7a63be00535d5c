/* expect: MATOp: recursion\.c:4: down calls itself */
#include <underlay.h>

static u32 down(u32 n)
{
	return n ? down(n - 1) : 0;
}

void mem_init(void)
{
	nps_set(down(4));
}
