/* expect: MATOp: line_macro\.c:6: __LINE__: names that start like this */
#include <underlay.h>

void mem_init(void)
{
	nps_set((u32)__LINE__);
}
