/* expect: MATOp: pragma_operator\.c:3: _Pragma */
#include <underlay.h>
_Pragma("weak mem_init")

void mem_init(void)
{
}
