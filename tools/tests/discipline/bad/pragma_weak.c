/* expect: MATOp: pragma_weak\.c:3: #pragma */
#include <underlay.h>
#pragma weak mem_init

void mem_init(void)
{
}
