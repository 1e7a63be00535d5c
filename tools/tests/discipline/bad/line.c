/* expect: MATOp: line\.c:3: #line */
#include <underlay.h>
#line 1 "kernel/types.h"

void mem_init(void)
{
}
