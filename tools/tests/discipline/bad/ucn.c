/* expect: MATOp: ucn\.c:6:  */
#include <underlay.h>

void mem_init(void)
{
	\u0061sm("cli");
}
