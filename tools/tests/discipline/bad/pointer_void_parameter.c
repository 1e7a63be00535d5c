/* expect: MATOp: pointer_void_parameter\.c:4: void \* */
#include <underlay.h>

static void poke(void *p)
{
	u32 **q = p;

	**q = 1;
}

void mem_init(void)
{
	u32 x = 0;
	
	poke(&x);
}
