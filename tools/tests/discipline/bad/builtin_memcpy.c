/* expect: MATOp: builtin_memcpy\.c:6: __builtin_memcpy: names that start like this */
#include <underlay.h>

void mem_init(void)
{
	nps_set((u32)__builtin_memcpy(&(u32){0}, 0, 4));
}
