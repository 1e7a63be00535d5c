/* expect: MATOp: include_splice\.c:3: includes "x.h" */
#include <underlay.h>
#inc\
lude "x.h"

void mem_init(void)
{
}
