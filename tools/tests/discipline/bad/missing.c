/* expect: MATOp: missing\.c:1: the primitive mem_init is missing */
#include <underlay.h>

static void help(void)
{
	nps_set(1);
}

