/* expect: MATOp: builtin_alloca\.c:6: __builtin_alloca: names that start like this */
#include <underlay.h>

void mem_init(void)
{
	nps_set((u32)__builtin_alloca(4));
}
