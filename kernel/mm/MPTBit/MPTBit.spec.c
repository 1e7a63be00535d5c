/* MPTBit: the executable specification. */
#include <MPTBit.h>

flag_t spec_is_used(map_t n)
{
	return MPTBit.used[n];
}

void spec_set_bit(map_t n, flag_t b)
{
	MPTBit.used[n] = (u8)b;
}
