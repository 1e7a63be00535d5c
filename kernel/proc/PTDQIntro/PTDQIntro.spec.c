/* PTDQIntro: the executable specification. */
#include <PTDQIntro.h>

link_t spec_tdq_head(queue_t q)
{
	return PTDQIntro.head[q];
}

link_t spec_tdq_tail(queue_t q)
{
	return PTDQIntro.tail[q];
}

void spec_tdq_set_head(queue_t q, link_t t)
{
	PTDQIntro.head[q] = t;
}

void spec_tdq_set_tail(queue_t q, link_t t)
{
	PTDQIntro.tail[q] = t;
}

void spec_tdq_clear(queue_t q)
{
	PTDQIntro.head[q] = NIL;
	PTDQIntro.tail[q] = NIL;
}
