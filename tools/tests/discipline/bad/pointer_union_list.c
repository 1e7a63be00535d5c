/* expect: MATOp: pointer_union_list\.c:5: p is a pointer in a struct or union */
#include <underlay.h>

union u {
	u32 n, *p;
};

void mem_init(void)
{
	union u u;
	
	u.n = 0x1234;
	*u.p = 1;
}
