/* expect: MATOp: inline_helper\.c:4: (help is not static|uses help) */
#include <underlay.h>

inline u32 help(void)
{
	return 1;
}

void mem_init(void)
{
	nps_set(help());
}
