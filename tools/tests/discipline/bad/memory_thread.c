/* expect: MATOp: memory_thread\.c:4: _Thread_local */
#include <underlay.h>

static _Thread_local u32 count;

void mem_init(void)
{
	nps_set(++count);
}
