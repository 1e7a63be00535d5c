/* expect: MATOp: attribute_used\.c:4: __attribute__: no attributes */
#include <underlay.h>

static __attribute__((used)) void help(void)
{
}

void mem_init(void)
{
	help();
}
