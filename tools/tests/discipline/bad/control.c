/* expect: MATOp: control\.c:6: a control character */
#include <underlay.h>

void mem_init(void)
{
	nps_set(1);
}
