/* expect: MATOp: include_late\.c:2: <underlay.h> is not the first */
#define SMALL_SCOPE
#include <underlay.h>

void mem_init(void)
{
}
