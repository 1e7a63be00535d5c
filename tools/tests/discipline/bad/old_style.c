/* expect: MATOp: old_style\.c:4: a function without the types of its parameters */
#include <underlay.h>

static void poke();

static void poke(u32 *p)
{
	*p = 1;
}

void mem_init(void)
{
	poke(0x1234);
}
