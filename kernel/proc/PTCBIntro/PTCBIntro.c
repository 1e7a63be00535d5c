/* PTCBIntro: thread control blocks.  Spec: PTCBIntro.h */
#include <underlay.h>

struct tcb {
	tstate_t state;
	link_t prev;
	link_t next;
};

static struct tcb tcb[NTHREADS];

tstate_t tcb_state(thread_t t)
{
	return tcb[t].state;
}

link_t tcb_prev(thread_t t)
{
	return tcb[t].prev;
}

link_t tcb_next(thread_t t)
{
	return tcb[t].next;
}

void tcb_set_state(thread_t t, tstate_t s)
{
	tcb[t].state = s;
	SPEC(spec_tcb_set_state(t, s));
}

void tcb_set_prev(thread_t t, link_t p)
{
	tcb[t].prev = p;
	SPEC(spec_tcb_set_prev(t, p));
}

void tcb_set_next(thread_t t, link_t n)
{
	tcb[t].next = n;
	SPEC(spec_tcb_set_next(t, n));
}

void tcb_init(thread_t t)
{
	tcb[t].state = THREAD_DEAD;
	tcb[t].prev = NIL;
	tcb[t].next = NIL;
	SPEC(spec_tcb_init(t));
}
