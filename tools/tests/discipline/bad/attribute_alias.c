/* expect: MATOp: attribute_alias\.c:4: __attribute__: no attributes */
#include <underlay.h>

static __attribute__((alias("at_get"))) void help(void)
{
}

void mem_init(void)
{
	help();
}
