/* expect: MATOp: extern_block\.c:6: extern:  */
#include <underlay.h>

void mem_init(void)
{
	extern u8 table[];
	
	table[3] = 1;
}
