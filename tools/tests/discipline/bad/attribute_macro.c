/* expect: MATOp: attribute_macro\.c:4: __attribute__:  */
#include <underlay.h>

#define A __attribute__((constructor))
static A void help(void)
{
}

void mem_init(void)
{
	help();
}
