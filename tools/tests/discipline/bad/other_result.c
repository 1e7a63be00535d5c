/* expect: MATOp: other_result\.c:4: does not compile: conflicting types for */
#include <underlay.h>

u32 mem_init(void)
{
	return 0;
}
