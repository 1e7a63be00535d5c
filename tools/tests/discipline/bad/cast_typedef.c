/* expect: MATOp: cast_typedef\.c:4: at hides a pointer */
#include <underlay.h>

typedef u32 *at;

void mem_init(void)
{
	*(at)0x1234 = 1;
}
