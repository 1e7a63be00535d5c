/* expect: MATOp: memory_data\.c:4: count is memory, and MATOp owns none */
#include <underlay.h>

static u32 count = 7;

void mem_init(void)
{
	nps_set(++count);
}
