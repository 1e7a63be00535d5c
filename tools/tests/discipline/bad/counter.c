/* expect: MATOp: counter\.c:6: __COUNTER__: names that start like this */
#include <underlay.h>

void mem_init(void)
{
	nps_set((u32)__COUNTER__);
}
