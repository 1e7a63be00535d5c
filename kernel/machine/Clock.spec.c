/* Clock: the executable specification. */
#include <Clock.h>

u32 spec_clock_khz(void)
{
	return Clock.khz;
}

void spec_clock_start(void)
{
	Clock.ticks = 1;
}
