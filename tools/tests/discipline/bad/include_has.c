/* expect: MATOp: include_has\.c:3: #if: a module means the same */
#include <underlay.h>
#if __has_include("x.h")
#endif

void mem_init(void)
{
}
