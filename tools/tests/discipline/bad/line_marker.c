/* expect: MATOp: line_marker\.c:3: #1  */
#include <underlay.h>
# 1 "kernel/types.h" 1

void mem_init(void)
{
}
