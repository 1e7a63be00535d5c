/* expect: MATOp: builtin_unreachable\.c:6: __builtin_unreachable: names that start like this */
#include <underlay.h>

void mem_init(void)
{
	nps_set((u32)__builtin_unreachable());
}
