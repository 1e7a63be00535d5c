/* clock.c: the time of the guest: it is that of the processor's counter, which the guest reads as
 * well, in ticks of the 8254. */
#include "clock.h"

#include <sys.h>

static u64 begin;
static u32 khz;           /* of the counter */
static u32 ticks_a_count; /* in parts of 2^32 */

/* By hand, bit by bit: compilers leave the division of 64 bits to a library. */
u32 divide(u64 n, u32 d, u32 *rest)
{
	u32 low = (u32)n;
	u32 left = (u32)(n >> 32) % d;
	u32 quotient = 0;
	u32 carry;

	for (u32 i = 0; i < 32; i++) {
		carry = left >> 31;
		left = left << 1 | low >> 31;
		low <<= 1;
		quotient <<= 1;
		if (carry || left >= d) {
			left -= d;
			quotient |= 1;
		}
	}
	if (rest)
		*rest = left;
	return quotient;
}

u64 clock_counts(void)
{
	u64 counts;

	__asm__ volatile("rdtsc" : "=A"(counts));
	return counts;
}

void clock_start(void)
{
	u32 ticks;

	sys_clock(&khz, &ticks);
	ticks_a_count = divide(((u64)TICKS_A_SECOND << 32) / 1000, khz, 0);
	begin = clock_counts();
}

u64 clock_ticks(void)
{
	u64 counts = clock_counts() - begin;

	return (counts >> 32) * ticks_a_count + ((u64)(u32)counts * ticks_a_count >> 32);
}

u32 clock_seconds(void)
{
	return divide(clock_ticks(), TICKS_A_SECOND, 0);
}

u32 clock_khz(void)
{
	return khz;
}
