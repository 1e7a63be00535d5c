/* expect: MATOp: strings_other\.c:6: names is a pointer that outlives */
#include <underlay.h>

static const char zero[] = "zero";

static const char *const names[] = {"one", zero + 0x1000};

void mem_init(void)
{
	nps_set((u32)names[nps_get() & 1][0]);
}
