/* expect: MATOp: attribute_aligned\.c:4: __attribute__: no attributes */
#include <underlay.h>

static __attribute__((aligned(4096))) void help(void)
{
}

void mem_init(void)
{
	help();
}
