/* PTCBIntro: the executable specification. */
#include <PTCBIntro.h>

tstate_t spec_tcb_state(thread_t t)
{
	return PTCBIntro.state[t];
}

link_t spec_tcb_prev(thread_t t)
{
	return PTCBIntro.prev[t];
}

link_t spec_tcb_next(thread_t t)
{
	return PTCBIntro.next[t];
}

void spec_tcb_set_state(thread_t t, tstate_t s)
{
	PTCBIntro.state[t] = (u8)s;
}

void spec_tcb_set_prev(thread_t t, link_t p)
{
	PTCBIntro.prev[t] = p;
}

void spec_tcb_set_next(thread_t t, link_t n)
{
	PTCBIntro.next[t] = n;
}

void spec_tcb_init(thread_t t)
{
	PTCBIntro.state[t] = THREAD_DEAD;
	PTCBIntro.prev[t] = NIL;
	PTCBIntro.next[t] = NIL;
}
