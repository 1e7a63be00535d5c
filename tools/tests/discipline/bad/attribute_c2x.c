/* expect: MATOp: attribute_c2x\.c:4: \[\[: no attributes */
#include <underlay.h>

static [[gnu::constructor]] void help(void)
{
}

void mem_init(void)
{
	help();
}
