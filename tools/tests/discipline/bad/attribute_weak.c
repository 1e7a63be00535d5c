/* expect: MATOp: attribute_weak\.c:4: __attribute__: no attributes */
#include <underlay.h>

static __attribute__((weak)) void help(void)
{
}

void mem_init(void)
{
	help();
}
