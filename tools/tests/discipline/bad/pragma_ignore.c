/* expect: MATOp: pragma_ignore\.c:3: #pragma */
#include <underlay.h>
#pragma GCC diagnostic ignored "-Wint-conversion"

void mem_init(void)
{
}
