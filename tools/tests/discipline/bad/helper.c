/* expect: MATOp: helper\.c:4: help is not static and no primitive of MATOp; make it static */
#include <underlay.h>

void help(void)
{
	nps_set(1);
}

void mem_init(void)
{
	help();
}
