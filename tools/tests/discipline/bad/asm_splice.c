/* expect: MATOp: asm_splice\.c:6: asm:  */
#include <underlay.h>

void mem_init(void)
{
	as\
m("cli");
}
