/* expect: MATOp: float_exponent\.c:6: 1e3: no floating point */
#include <underlay.h>

void mem_init(void)
{
	nps_set((u32)1e3);
}
