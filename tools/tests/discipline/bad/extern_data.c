/* expect: MATOp: extern_data\.c:4: extern:  */
#include <underlay.h>

extern u8 table[];

void mem_init(void)
{
	table[3] = 1;
}
