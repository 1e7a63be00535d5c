/* expect: MATOp: pointer_case\.c:10: the pointer p may */
#include <underlay.h>

void mem_init(void)
{
	u32 x = 0;
	u32 *p;
	switch (nps_get()) {
	p = &x;
	case 1: p[9] = 1;
	}
}
