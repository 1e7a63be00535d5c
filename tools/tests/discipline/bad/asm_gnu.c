/* expect: MATOp: asm_gnu\.c:6: __asm__: no assembly */
#include <underlay.h>

void mem_init(void)
{
	__asm__ volatile("cli");
}
