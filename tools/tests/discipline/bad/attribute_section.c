/* expect: MATOp: attribute_section\.c:4: __attribute__: no attributes */
#include <underlay.h>

static __attribute__((section(".bss.x"))) void help(void)
{
}

void mem_init(void)
{
	help();
}
