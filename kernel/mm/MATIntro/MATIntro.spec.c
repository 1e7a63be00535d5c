/* MATIntro: the executable specification. */
#include <MATIntro.h>

flag_t spec_is_norm(frame_t f)
{
	return MATIntro.norm[f];
}

void spec_set_norm(frame_t f, flag_t t)
{
	MATIntro.norm[f] = (u8)t;
	MATIntro.used[f] = 0;
}

flag_t spec_at_get(frame_t f)
{
	return MATIntro.used[f];
}

void spec_at_set(frame_t f, flag_t b)
{
	MATIntro.used[f] = (u8)b;
}

u32 spec_nps_get(void)
{
	return MATIntro.nps;
}

void spec_nps_set(u32 n)
{
	MATIntro.nps = n;
}
