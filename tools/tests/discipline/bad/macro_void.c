/* expect: MATOp: macro_void\.c:4: redefines void */
#include <underlay.h>

#define void u32

void mem_init(void)
{
	
}
