/* expect: MATOp: ident\.c:3: #ident */
#include <underlay.h>
#ident "x"

void mem_init(void)
{
}
