/* expect: MATOp: cast_pointer\.c:6: a cast to a pointer */
#include <underlay.h>

void mem_init(void)
{
	*(u32 *)0x1234 = 1;
}
