/* PCount: the executable specification. */
#include <PCount.h>

u32 spec_count_get(void)
{
	return PCount.count;
}

void spec_count_add(flag_t b)
{
	PCount.count += b;
}
