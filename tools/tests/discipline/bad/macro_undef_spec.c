/* expect: MATOp: macro_undef_spec\.c:4: undefines SPEC */
#include <underlay.h>

#undef SPEC

void mem_init(void)
{
	
}
