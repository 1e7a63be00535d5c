/* expect: MATOp: tentative\.c:4: table is not static and no primitive of MATOp */
#include <underlay.h>

u8 table[8];

void mem_init(void)
{
	table[3] = 1;
}
