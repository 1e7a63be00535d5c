/* expect: MATOp: include_next\.c:3: #include_next */
#include <underlay.h>
#include_next <underlay.h>

void mem_init(void)
{
}
