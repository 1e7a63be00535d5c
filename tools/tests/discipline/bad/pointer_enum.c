/* expect: MAT: pointer_enum\.c:8: a cast to an enum */
#include <underlay.h>

enum e { LAST = 0x7FFFFFFF };
static u32 table[4];
u32 palloc(void)
{
	table[(0xB8000 - (enum e)table) / 4] = 1;
	return 0;
}

void pfree(frame_t f)
{
	table[f % 4] = 0;
}
