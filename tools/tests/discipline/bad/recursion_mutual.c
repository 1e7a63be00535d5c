/* expect: MATOp: recursion_mutual\.c:6: (odd|even) calls itself through (even|odd) */
#include <underlay.h>

static u32 odd(u32 n);

static u32 even(u32 n)
{
	return n ? odd(n - 1) : 1;
}

static u32 odd(u32 n)
{
	return n ? even(n - 1) : 0;
}

void mem_init(void)
{
	nps_set(even(4));
}
