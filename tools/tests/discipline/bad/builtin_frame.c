/* expect: MATOp: builtin_frame\.c:6: __builtin_frame_address: names that start like this */
#include <underlay.h>

void mem_init(void)
{
	nps_set((u32)__builtin_frame_address(0));
}
