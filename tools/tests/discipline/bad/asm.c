/* expect: MATOp: asm\.c:6: asm: no assembly */
#include <underlay.h>

void mem_init(void)
{
	asm("cli");
}
