/* expect: MATOp: attribute_address_space\.c:4: __attribute__: no attributes */
#include <underlay.h>

static __attribute__((address_space(256))) void help(void)
{
}

void mem_init(void)
{
	help();
}
