/* expect: MATOp: goto_computed\.c:6: .*(void \*|computed goto) */
#include <underlay.h>

void mem_init(void)
{
	void *p = &&end;
	
	goto *p;
	end:
	nps_set(1);
}
