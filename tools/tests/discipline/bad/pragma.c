/* expect: MATOp: pragma\.c:3: #pragma */
#include <underlay.h>
#pragma redefine_extname at_get mem_load

void mem_init(void)
{
}
