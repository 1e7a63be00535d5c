/* expect: MATOp: implicit_argument\.c:11: .*pointer */
#include <underlay.h>

static void poke(u32 *p)
{
	*p = 1;
}

void mem_init(void)
{
	poke(0x1234);
}
