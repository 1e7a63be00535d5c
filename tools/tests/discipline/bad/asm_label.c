/* expect: MATOp: asm_label\.c:4: asm:  */
#include <underlay.h>

void sneak(void) asm("mem_load");

void mem_init(void)
{
	sneak();
}
