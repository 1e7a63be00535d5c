/* expect: MATOp: float\.c:6: float: no floating point */
#include <underlay.h>

void mem_init(void)
{
	float x = 1;
	
	nps_set(x > 0);
}
