/* expect: MATOp: attribute_constructor\.c:4: __attribute__: no attributes */
#include <underlay.h>

static __attribute__((constructor)) void help(void)
{
}

void mem_init(void)
{
	help();
}
