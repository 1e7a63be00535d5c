/* expect: MATOp: null_argument\.c:11: a null pointer */
#include <underlay.h>

static void poke(u32 *p)
{
	p[0x2E000] = 1;
}

void mem_init(void)
{
	poke(0);
}
