/* expect: MATOp: pointer_union_parens\.c:5: p is a pointer in a struct or union */
#include <underlay.h>

union u {
	u32 (*p)[1], n;
};

void mem_init(void)
{
	union u u;
	
	u.n = 0x1234;
	(*u.p)[0] = 1;
}
