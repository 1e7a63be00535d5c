/* expect: MATOp: import\.c:3: #import */
#include <underlay.h>
#import "x.h"

void mem_init(void)
{
}
