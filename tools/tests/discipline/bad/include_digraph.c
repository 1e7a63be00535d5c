/* expect: MATOp: include_digraph\.c:3: .*digraph */
#include <underlay.h>
%:include "x.h"

void mem_init(void)
{
}
