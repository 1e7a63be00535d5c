/* time.c: the processor's counter as a clock. */
#include <time.h>

#include <sys.h>

/* By halves: the instruction that divides 64 bits by 32 has a quotient of 32. */
clock_t clock(void)
{
	static u32 khz; /* the kernel measures it once, and so takes its time only then */
	u32 ticks;
	u32 low;
	u32 high;

	if (khz == 0 && sys_clock(&khz, &ticks) != SYS_OK)
		return (clock_t)-1;
	__asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
	high %= khz;
	__asm__("divl %2" : "+a"(low), "+d"(high) : "r"(khz) : "cc");
	return low;
}
