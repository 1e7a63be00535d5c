/* expect: MATOp: macro_type\.c:4: redefines u32, a name of */
#include <underlay.h>

#define u32 u64

void mem_init(void)
{
	
}
