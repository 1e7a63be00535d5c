/* expect: MATOp: asm_macro\.c:4: asm:  */
#include <underlay.h>

#define A asm

void mem_init(void)
{
	A("cli");
}
