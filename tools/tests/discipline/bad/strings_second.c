/* expect: MATOp: strings_second\.c:4: p is a pointer that outlives */
#include <underlay.h>

static const char *const names[] = {"zero", "one"}, *p;

void mem_init(void)
{
	nps_set((u32)names[nps_get() & 1][0]);
}
