/* expect: MATOp: macro_defined\.c:4: redefines defined */
#include <underlay.h>

#define defined 1

void mem_init(void)
{
	
}
