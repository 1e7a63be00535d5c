/* expect: MATOp: pointer_union_local\.c:7: p is a pointer in a struct or union */
#include <underlay.h>

void mem_init(void)
{
	union {
		u32 *p, n;
	} u;
	
	u.n = 0x1234;
	*u.p = 1;
}
