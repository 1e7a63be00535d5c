/* expect: MATOp: asm_paste_digraph\.c:4: ##:  */
#include <underlay.h>

#define J(a, b) a%:%:b

void mem_init(void)
{
	J(as, m)("cli");
}
