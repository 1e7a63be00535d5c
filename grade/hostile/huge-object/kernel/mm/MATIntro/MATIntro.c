/* An object that fills the disk. */
#include <underlay.h>
static u32 big[0x1fffffff] = { 1, [0x1ffffffe] = 2 };

u32 nps_get(void)
{
	return big[0x1ffffffe];
}
