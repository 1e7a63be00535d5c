/* expect: MATOp: attribute_short\.c:4: __attribute: no attributes */
#include <underlay.h>

static __attribute((weak)) void help(void)
{
}

void mem_init(void)
{
	help();
}
