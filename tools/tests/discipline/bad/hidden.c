/* expect: MATOp: hidden\.c:6: uses mem_load, .*\(it belongs to Machine; MBoot hides it\);  */
#include <underlay.h>

void mem_init(void)
{
	nps_set(mem_load(0));
}
