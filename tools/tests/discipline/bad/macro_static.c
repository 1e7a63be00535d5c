/* expect: MATOp: macro_static\.c:4: redefines static */
#include <underlay.h>

#define static

void mem_init(void)
{
	
}
