/* expect: MATOp: macro_undef_other\.c:4: undefines linux */
#include <underlay.h>

#undef linux

void mem_init(void)
{
	
}
