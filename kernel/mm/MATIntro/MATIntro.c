/* MATIntro: the allocation table.  Underlay: MBoot.  Spec: MATIntro.h */
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
	table[f].used = 0;
	SPEC(spec_set_norm(f, t));
}

flag_t at_get(frame_t f)
{
	return table[f].used;
}

void at_set(frame_t f, flag_t b)
{
	table[f].used = (u8)b;
	SPEC(spec_at_set(f, b));
}

u32 nps_get(void)
{
	return nps;
}

void nps_set(u32 n)
{
	nps = n;
	SPEC(spec_nps_set(n));
}
