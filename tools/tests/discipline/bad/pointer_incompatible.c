/* expect: MATOp: pointer_incompatible\.c:7: .*pointer */
#include <underlay.h>

void mem_init(void)
{
	u32 x = 0;
	u32 **q = &x;
	
	**q = 1;
}
