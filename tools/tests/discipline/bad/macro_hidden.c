/* expect: MATOp: macro_hidden\.c:4: redefines mem_load */
#include <underlay.h>

#define mem_load(x) x

void mem_init(void)
{
	
}
