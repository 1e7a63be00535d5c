/* expect: MATOp: pointer_void_helper\.c:4: .*void \* */
#include <underlay.h>

static void *any(u32 *p)
{
	return p;
}

void mem_init(void)
{
	u32 x = 0;
	u32 **q = any(&x);
	
	**q = 1;
}
