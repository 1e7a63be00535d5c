/* expect: MATOp: prototype_static\.c:4: uses mem_load.*MBoot hides it */
#include <underlay.h>

static u32 mem_load(u32);

void mem_init(void)
{
	nps_set(mem_load(0));
}
