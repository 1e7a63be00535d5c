/* expect: MATOp: old_style_definition\.c:(4: a function without the types of its parameters|11: .*pointer) */
#include <underlay.h>

static void poke(p) u32 *p;
{
	*p = 1;
}

void mem_init(void)
{
	poke(0x1234);
}
