/* expect: MATOp: attribute_packed\.c:4: __attribute__: no attributes */
#include <underlay.h>

static __attribute__((packed)) void help(void)
{
}

void mem_init(void)
{
	help();
}
