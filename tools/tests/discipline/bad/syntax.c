/* expect: MATOp: syntax\.c:6: expected ';' */
#include <underlay.h>

void mem_init(void)
{
	nps_set(1)
}
