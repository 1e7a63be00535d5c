/* expect: MATOp: alloca\.c:6: uses alloca */
#include <underlay.h>

void mem_init(void)
{
	nps_set(alloca(4) ? 1 : 2);
}
