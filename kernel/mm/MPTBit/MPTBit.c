/* MPTBit: a bit for every map.  Underlay: MPTInit.  Spec: MPTBit.h */
#include <underlay.h>

static u8 used[NMAPS];

flag_t is_used(map_t n)
{
	return used[n];
}

void set_bit(map_t n, flag_t b)
{
	used[n] = (u8)b;
	SPEC(spec_set_bit(n, b));
}
