/* expect: MATOp: typeof_gnu\.c:6: __typeof__: names that start like this */
#include <underlay.h>

void mem_init(void)
{
	nps_set((u32)(__typeof__(1))1);
}
