/* expect: MATOp: macro_primitive\.c:4: redefines at_get */
#include <underlay.h>

#define at_get mem_load

void mem_init(void)
{
	
}
