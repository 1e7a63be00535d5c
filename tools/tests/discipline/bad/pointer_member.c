/* expect: MATOp: pointer_member\.c:5: p is a pointer in a struct or union */
#include <underlay.h>

struct s {
	u32 *p;
};

void mem_init(void)
{
	struct s s = {0};
	
	s.p[0] = 1;
}
