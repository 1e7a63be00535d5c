/* expect: MATOp: unknown\.c:6: uses console_write, which is neither */
#include <underlay.h>

void mem_init(void)
{
	console_write(1);
}
