/* layer: MATOp */
#include <underlay.h>

typedef unsigned int word;

static const char *const names[] = {"reserved", "usable", "a" "b"};

static u32 letter(u32 i)
{
	static char const *const letters[] = {
		"x",
		"y",
	};

	return (u32)(u8)names[i % 3][0] + (u32)letters[i & 1][0];
}

/* Casts between integers, and to void, say nothing about pointers. */
static u32 mix(u32 n, u32 unused)
{
	u64 wide = (u64)n << 4;
	int sign = (int)n;

	(void)unused;
	(void)at_get(n);
	if ((flag_t)(n & 1) && (_Bool)sign)
		return (u32)(int)(short)(u16)(n >> 3);
	return (word)(wide >> 2) + (unsigned)sign + (u32)(unsigned long long)n + (unsigned char)n;
}

void mem_init(void)
{
	(void)letter;
	nps_set(mix(letter(nps_get()), 1));
}
