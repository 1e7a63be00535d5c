/* expect: MATOp: strings_size\.c:4: names is a pointer that outlives */
#include <underlay.h>

static const char *const names[4] = {"zero", "one"};

void mem_init(void)
{
	nps_set((u32)names[nps_get() & 1][0]);
}
