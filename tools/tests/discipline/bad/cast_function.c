/* expect: MATOp: cast_function\.c:6: a cast to a pointer */
#include <underlay.h>

void mem_init(void)
{
	((void (*)(void))0x100000)();
}
