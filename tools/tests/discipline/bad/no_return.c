/* expect: MATOp: no_return\.c:6: a path through the function returns no value */
#include <underlay.h>

static u32 *none(void)
{
}

void mem_init(void)
{
	nps_set(*none());
}
