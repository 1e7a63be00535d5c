/* layer: MATOp */
/* Comments may stand before the include. */ // of both kinds
#include <underlay.h>

#if 0
void left_out(void)
{
	not compiled at all, don't mind
}
#endif

#define LAST (NFRAMES - 1)
#undef LAST
#define LAST NFRAMES

typedef unsigned char byte;
typedef enum { RESERVED, USABLE } kind_t;
typedef u32 row_t[2];

static kind_t kind_of(u32 word)
{
	kind_t k = word ? USABLE : RESERVED;

	return k;
}

static u32 at_most(u32 f, u32 bound)
{
	return f < bound ? f : bound;
}

/* A local variable may have the name of a primitive that is not visible here. */
static void fill(row_t row, u32 palloc)
{
	row[0] = palloc;
	row[1] = fload(LEAST_PADDR) & 0xffu;
}

/* So may a static function: it is this module's own. */
static u32 pfree(u32 n)
{
	return n ? n - 1 : 0;
}

void
mem_init(void)
{
	row_t row = {0, 0};
	u32 stop, zero[16] = {0};
	byte low;
	int i;
	unsigned int j = 0;
	unsigned long long wide = 1ULL << 40;

	fill(row, mi_start(0));
	for (i = 0; i < 16; ++i)
		zero[i] = pfree((u32)i);
	do {
		low = (byte)(row[j] >> 8);
		stop = at_most(row[j] + zero[low & 15], LAST);
	} while (++j < 2);
	for (frame_t f = 0; f < stop; f++)
		at_set(f, kind_of(at_get(f)) == USABLE);
	if (wide > 3 && low != 'x')
		nps_set(stop);
	else
		nps_set(0);
	fstore(LEAST_PADDR, 0b101 | 017);
}
