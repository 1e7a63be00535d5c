/* expect: MATOp: stack\.c:4: mem_init uses [0-9]+ bytes of stack, 512 at most */
#include <underlay.h>

void mem_init(void)
{
	u32 a[200];
	
	for (u32 i = 0; i < 200; i++)
		a[i] = at_get(i);
	nps_set(a[nps_get() % 200]);
}
