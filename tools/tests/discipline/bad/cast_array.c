/* expect: MATOp: cast_array\.c:6: a cast to a pointer */
#include <underlay.h>

void mem_init(void)
{
	((u8 (*)[4])0xB8000)[0][1] = 1;
}
