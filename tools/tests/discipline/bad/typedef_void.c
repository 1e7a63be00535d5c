/* expect: MATOp: typedef_void\.c:4: another name for void */
#include <underlay.h>

typedef void nothing;
static const u32 x;

void mem_init(void)
{
	nothing *p = &x;
}
