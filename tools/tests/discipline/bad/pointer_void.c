/* expect: MATOp: pointer_void\.c:7: p is void \* */
#include <underlay.h>

void mem_init(void)
{
	u32 x = 0;
	void *p = &x;
	u32 **q = p;
	
	**q = 1;
}
