/* expect: MATOp: include_quoted\.c:2: includes "underlay.h" */
#include "underlay.h"

void mem_init(void)
{
}
