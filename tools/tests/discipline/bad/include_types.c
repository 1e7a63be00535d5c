/* expect: MATOp: include_types\.c:3: includes <types.h> */
#include <underlay.h>
#include <types.h>

void mem_init(void)
{
}
