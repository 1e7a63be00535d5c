/* expect: MATOp: popcount\.c:6: __builtin_popcount: an i686 counts bits with a function of libgcc */
#include <underlay.h>

void mem_init(void)
{
	nps_set((u32)__builtin_popcount(nps_get()));
}
