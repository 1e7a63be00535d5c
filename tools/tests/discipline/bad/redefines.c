/* expect: MATOp: redefines\.c:4: at_get is not static and no primitive of MATOp \(it belongs to MATIntro\) */
#include <underlay.h>

u32 at_get(u32 f)
{
	return f;
}

void mem_init(void)
{
	nps_set(at_get(1));
}
