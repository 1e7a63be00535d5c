/* expect: MATOp: attribute_naked\.c:4: __attribute__: no attributes */
#include <underlay.h>

static __attribute__((naked)) void help(void)
{
}

void mem_init(void)
{
	help();
}
