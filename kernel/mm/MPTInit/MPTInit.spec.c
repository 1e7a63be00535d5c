/* MPTInit: the executable specification. */
#include <MPTInit.h>

void spec_pt_init(void)
{
	spec_pt_init_comm();
	MPTIntro.loaded = 1;
}
