/* expect: MATOp: function_pointer\.c:6: f is a function pointer */
#include <underlay.h>

void mem_init(void)
{
	u32 (*f)(u32) = at_get;
	
	nps_set(f(1));
}
