/* expect: MATOp: function_star\.c:6: takes the address of mi_rows */
#include <underlay.h>

void mem_init(void)
{
	nps_set((nps_get() ? mi_rows : nps_get)());
}
