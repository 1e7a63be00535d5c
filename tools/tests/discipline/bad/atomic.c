/* expect: MATOp: atomic\.c:6: _Atomic: names that start like this */
#include <underlay.h>

void mem_init(void)
{
	nps_set((u32)(_Atomic u32)1);
}
