/* expect: MATOp: cast_between\.c:7: a cast to a pointer */
#include <underlay.h>

void mem_init(void)
{
	u32 x = 1;
	u8 *p = (u8 *)&x;
	
	nps_set(*p);
}
