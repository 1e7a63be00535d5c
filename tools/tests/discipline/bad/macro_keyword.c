/* expect: MATOp: macro_keyword\.c:4: redefines if, a word of C */
#include <underlay.h>

#define if while

void mem_init(void)
{
	
}
