/* expect: MATOp: asm_register\.c:6: asm:  */
#include <underlay.h>

void mem_init(void)
{
	register u32 sp asm("esp");
	nps_set(sp);
}
