/* expect: MATOp: prototype\.c:4: an own prototype of mem_load \(it belongs to Machine; MBoot hides it\) */
#include <underlay.h>

u32 mem_load(u32);

void mem_init(void)
{
	nps_set(mem_load(0));
}
