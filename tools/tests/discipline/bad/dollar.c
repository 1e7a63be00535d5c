/* expect: MATOp: dollar\.c:6: a name with a character */
#include <underlay.h>

void mem_init(void)
{
	u32 a$b = 1;
	
	nps_set(a$b);
}
