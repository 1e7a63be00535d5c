/* PCID: which thread runs.  Spec: PCID.h */
#include <underlay.h>

static thread_t current;

thread_t get_curid(void)
{
	return current;
}

void set_curid(thread_t t)
{
	current = t;
	SPEC(spec_set_curid(t));
}
