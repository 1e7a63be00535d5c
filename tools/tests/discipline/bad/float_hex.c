/* expect: MATOp: float_hex\.c:6: 0x1p3: no floating point */
#include <underlay.h>

void mem_init(void)
{
	nps_set((u32)0x1p3);
}
