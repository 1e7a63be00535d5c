/* expect: MATOp: vla_pointer\.c:7: an array whose size is known only */
#include <underlay.h>

void mem_init(void)
{
	u32 n = nps_get();
	u32 a[n][2];
	
	a[0][0] = 1;
	nps_set(a[0][0]);
}
