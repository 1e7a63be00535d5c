/* expect: MATOp: trigraph\.c:6: a trigraph */
#include <underlay.h>

void mem_init(void)
{
	??=include "x.h"
}
