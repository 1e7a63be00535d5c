/* expect: MATOp: machine_function\.c:4: an own prototype of console_write */
#include <underlay.h>

void console_write(u32);

void mem_init(void)
{
	console_write(1);
}
