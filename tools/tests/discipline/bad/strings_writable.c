/* expect: MATOp: strings_writable\.c:4: names is a pointer that outlives */
#include <underlay.h>

static const char *names[] = {"zero", "one"};

void mem_init(void)
{
	nps_set((u32)names[nps_get() & 1][0]);
}
