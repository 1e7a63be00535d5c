/* PCount: a counter.  Underlay: PKCtx.  Spec: PCount.h */
#include <underlay.h>

static u32 count;

u32 count_get(void)
{
	return count;
}

void count_add(flag_t b)
{
	count += b;
	SPEC(spec_count_add(b));
}
