/* expect: MATOp: optimize\.c:6: __OPTIMIZE__: names that start like this */
#include <underlay.h>

void mem_init(void)
{
	nps_set((u32)__OPTIMIZE__);
}
