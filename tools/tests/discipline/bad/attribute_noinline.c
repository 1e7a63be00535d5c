/* expect: MATOp: attribute_noinline\.c:4: __attribute__: no attributes */
#include <underlay.h>

static __attribute__((noinline)) void help(void)
{
}

void mem_init(void)
{
	help();
}
