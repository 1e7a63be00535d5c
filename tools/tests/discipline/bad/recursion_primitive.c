/* expect: MATOp: recursion_primitive\.c:4: mem_init calls itself */
#include <underlay.h>

void mem_init(void)
{
	if (nps_get())
		mem_init();
}
