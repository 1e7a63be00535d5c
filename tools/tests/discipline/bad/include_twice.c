/* expect: MATOp: include_twice\.c:3: <underlay.h> is not the first */
#include <underlay.h>
#include <underlay.h>

void mem_init(void)
{
}
