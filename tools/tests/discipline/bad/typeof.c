/* expect: MATOp: typeof\.c:6: typeof */
#include <underlay.h>

void mem_init(void)
{
	typeof(u32 *) p = 0;
	
	p[1] = 1;
}
