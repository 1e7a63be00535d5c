/* expect: MATOp: static_primitive\.c:4: does not compile: static declaration of */
#include <underlay.h>

static void mem_init(void)
{
}
