/* expect: MATOp: null_return\.c:6: a null pointer */
#include <underlay.h>

static u32 *nowhere(void)
{
	return 0;
}

void mem_init(void)
{
	nps_set(*nowhere());
}
