/* expect: MATOp: literal_write\.c:6: .*qualifier */
#include <underlay.h>

void mem_init(void)
{
	char *p = "state";
	
	p[0]++;
}
