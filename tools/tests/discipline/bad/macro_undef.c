/* expect: MATOp: macro_undef\.c:4: undefines NFRAMES */
#include <underlay.h>

#undef NFRAMES

void mem_init(void)
{
	
}
