/* expect: MATOp: out_of_bounds\.c:8: .*bounds */
#include <underlay.h>

void mem_init(void)
{
	u32 a[4] = {0};
	
	a[0x1000] = nps_get();
	nps_set(a[nps_get()]);
}
