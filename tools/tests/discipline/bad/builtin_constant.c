/* expect: MATOp: builtin_constant\.c:6: __builtin_constant_p: names that start like this */
#include <underlay.h>

void mem_init(void)
{
	nps_set((u32)__builtin_constant_p(1));
}
