/* expect: MATOp: pointer_switch\.c:8: the pointer p may */
#include <underlay.h>

void mem_init(void)
{
	u32 x = 1;
	switch (nps_get()) { u32 *p = &x;
	default: p[9] = 1; }
}
