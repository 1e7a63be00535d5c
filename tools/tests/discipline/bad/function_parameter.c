/* expect: MATOp: function_parameter\.c:4: .*function as parameter */
#include <underlay.h>

static void call(u32 f(void))
{
	nps_set(f());
}

void mem_init(void)
{
	call(mi_rows);
}
