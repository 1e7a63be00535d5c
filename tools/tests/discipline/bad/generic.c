/* expect: MATOp: generic\.c:6: _Generic: names that start like this */
#include <underlay.h>

void mem_init(void)
{
	nps_set((u32)_Generic(1, int: 1));
}
