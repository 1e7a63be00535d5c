/* expect: MATOp: const_away\.c:7: .*qualifier */
#include <underlay.h>

static const u32 table[2] = {1, 2};
void mem_init(void)
{
	u32 *p = table;
	
	p[0] = 1;
}
