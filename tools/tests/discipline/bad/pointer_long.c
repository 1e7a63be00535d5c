/* expect: MAT: pointer_long\.c:7: long has another size */
#include <underlay.h>

static u32 table[4];
u32 palloc(void)
{
	table[(0xB8000 - (unsigned long)table) / 4] = 1;
	return 0;
}

void pfree(frame_t f)
{
	table[f % 4] = 0;
}
