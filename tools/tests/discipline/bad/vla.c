/* expect: MATOp: vla\.c:7: an array whose size is known only */
#include <underlay.h>

void mem_init(void)
{
	u32 n = nps_get();
	u32 a[n];
	
	a[0] = 1;
	nps_set(a[0]);
}
