/* expect: MATOp: attribute_cleanup\.c:4: __attribute__: no attributes */
#include <underlay.h>

static __attribute__((cleanup(at_get))) void help(void)
{
}

void mem_init(void)
{
	help();
}
