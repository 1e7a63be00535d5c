/* expect: MATOp: raw_string\.c:6: a string that starts with R */
#include <underlay.h>

void mem_init(void)
{
	nps_set(R"(a)"[0]);
}
