/* expect: MATOp: memory_local\.c:6: count is memory, and MATOp owns none */
#include <underlay.h>

void mem_init(void)
{
	static u32 count;
	
	nps_set(++count);
}
