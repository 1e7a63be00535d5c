/* expect: MATOp: syntax\.c:6: does not compile: expected ';' */
#include <underlay.h>

void mem_init(void)
{
	nps_set(1)
}
