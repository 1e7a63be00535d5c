/* expect: MATOp: higher\.c:6: uses palloc, .*\(it belongs to MAT, a layer above\) */
#include <underlay.h>

void mem_init(void)
{
	nps_set(palloc());
}
