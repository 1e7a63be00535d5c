/* expect: MATOp: attribute_digraph\.c:4: the digraph <: */
#include <underlay.h>

static <:<:gnu::constructor:>:> void help(void)
{
}

void mem_init(void)
{
	help();
}
