/* expect: MATOp: label_address\.c:6: .*(pointer|address of code) */
#include <underlay.h>

void mem_init(void)
{
	u32 n = nps_get() + ((u32)&&end & 0);
	
	nps_set(n);
	end:
	nps_set(1);
}
