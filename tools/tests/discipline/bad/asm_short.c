/* expect: MATOp: asm_short\.c:6: __asm: no assembly */
#include <underlay.h>

void mem_init(void)
{
	__asm("cli");
}
