/* PTDQIntro: the ends of the queues.  Spec: PTDQIntro.h */
#include <underlay.h>

struct queue {
	link_t head;
	link_t tail;
};

static struct queue queue[NQUEUES];

link_t tdq_head(queue_t q)
{
	return queue[q].head;
}

link_t tdq_tail(queue_t q)
{
	return queue[q].tail;
}

void tdq_set_head(queue_t q, link_t t)
{
	queue[q].head = t;
	SPEC(spec_tdq_set_head(q, t));
}

void tdq_set_tail(queue_t q, link_t t)
{
	queue[q].tail = t;
	SPEC(spec_tdq_set_tail(q, t));
}

void tdq_clear(queue_t q)
{
	queue[q].head = NIL;
	queue[q].tail = NIL;
	SPEC(spec_tdq_clear(q));
}
