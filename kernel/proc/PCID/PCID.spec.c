/* PCID: the executable specification. */
#include <PCID.h>

thread_t spec_get_curid(void)
{
	return PCID.current;
}

void spec_set_curid(thread_t t)
{
	PCID.current = t;
}
