/* expect: MATOp: builtin_return\.c:6: __builtin_return_address: names that start like this */
#include <underlay.h>

void mem_init(void)
{
	nps_set((u32)__builtin_return_address(0));
}
