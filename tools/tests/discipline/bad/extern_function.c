/* expect: MATOp: extern_function\.c:4: extern:  */
#include <underlay.h>

extern u32 mem_load(u32);

void mem_init(void)
{
	nps_set(mem_load(0));
}
