/* expect: MATOp: memory_gnu_thread\.c:4: __thread */
#include <underlay.h>

static __thread u32 count;

void mem_init(void)
{
	nps_set(++count);
}
