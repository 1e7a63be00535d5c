/* expect: MATOp: cast_variable\.c:6: a cast to a pointer */
#include <underlay.h>

void mem_init(void)
{
	*(volatile u32 *)nps_get() = 1;
}
