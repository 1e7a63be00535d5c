/* expect: MATOp: float_literal\.c:6: 1.5: no floating point */
#include <underlay.h>

void mem_init(void)
{
	nps_set(1.5 > 1);
}
