/* expect: MATOp: double\.c:6: double: no floating point */
#include <underlay.h>

void mem_init(void)
{
	double x = 1;
	
	nps_set(x > 0);
}
