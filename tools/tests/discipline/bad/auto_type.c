/* expect: MATOp: auto_type\.c:6: __auto_type: names that start like this */
#include <underlay.h>

void mem_init(void)
{
	nps_set((u32)({ __auto_type x = 1; x; }));
}
