/* expect: MATOp: function_address\.c:6: .*takes the address of at_get|.*pointer */
#include <underlay.h>

void mem_init(void)
{
	u32 n = (u32)at_get;
	
	nps_set(n);
}
