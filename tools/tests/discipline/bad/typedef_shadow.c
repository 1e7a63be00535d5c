/* expect: MATOp: typedef_shadow\.c:6: .*frame_t is the name of a type */
#include <underlay.h>

void mem_init(void)
{
	u32 frame_t = 1;
	
	nps_set(frame_t);
}
