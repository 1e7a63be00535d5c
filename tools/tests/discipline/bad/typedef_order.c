/* expect: MATOp: typedef_order\.c:4: typedef must start */
#include <underlay.h>

u32 typedef *at;

void mem_init(void)
{
	*(at)0x1234 = 1;
}
