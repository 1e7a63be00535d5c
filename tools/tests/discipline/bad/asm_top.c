/* expect: MATOp: asm_top\.c:4: asm:  */
#include <underlay.h>

asm("jmp mem_load");

void mem_init(void)
{
	
}
