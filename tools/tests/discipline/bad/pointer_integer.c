/* expect: MAT: pointer_integer\.c:7: .*cast from pointer to integer|.*pointer */
#include <underlay.h>

static u32 table[4];
u32 palloc(void)
{
	table[(0xB8000 - (u32)table) / 4] = 1;
	return 0;
}

void pfree(frame_t f)
{
	table[f % 4] = 0;
}
