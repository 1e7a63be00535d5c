/* expect: MATOp: other_prototype\.c:4: does not compile: conflicting types for */
#include <underlay.h>

u32 mem_init(u32 n)
{
	return n;
}
