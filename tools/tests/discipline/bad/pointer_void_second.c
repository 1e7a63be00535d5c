/* expect: MATOp: pointer_void_second\.c:6: p is void \* */
#include <underlay.h>

void mem_init(void)
{
	void f(void), *p = &(u32){0};
	u32 **q = p;
	
	**q = 1;
}
