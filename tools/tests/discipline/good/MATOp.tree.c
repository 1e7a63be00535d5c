/* layer: MATOp */
#include <underlay.h>

static u32 count;

void mem_init(void)
{
	nps_set(++count);
}
