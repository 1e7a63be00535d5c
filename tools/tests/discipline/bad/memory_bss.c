/* expect: MATOp: memory_bss\.c:4: count is memory, and MATOp owns none */
#include <underlay.h>

static u32 count;

void mem_init(void)
{
	nps_set(++count);
}
