/* expect: MATOp: include_comment\.c:3: includes "x.h" */
#include <underlay.h>
/* */ # /* */ include "x.h"

void mem_init(void)
{
}
