/* expect: MATOp: attribute_ifunc\.c:4: __attribute__: no attributes */
#include <underlay.h>

static __attribute__((ifunc("x"))) void help(void)
{
}

void mem_init(void)
{
	help();
}
