/* PTDQInit: queues as doubly linked lists.  Underlay: PTDQIntro.  Spec: PTDQInit.h */
#include <underlay.h>

void tdq_init(void)
{
	thread_init();
	/*@ loop invariant 0 <= q <= NQUEUES;
	    loop invariant at_PTDQIntro && at_PTDQInit;
	    loop invariant ALL(k, q, PTDQIntro.head[k] == NIL && PTDQIntro.tail[k] == NIL);
	    loop assigns q, PTDQIntro.head[0 .. NQUEUES - 1], PTDQIntro.tail[0 .. NQUEUES - 1];
	    loop variant NQUEUES - q; */
	for (queue_t q = 0; q < NQUEUES; q++)
		tdq_clear(q);
}

flag_t tdq_is_empty(queue_t q)
{
	return tdq_head(q) == NIL;
}

void tdq_enqueue(queue_t q, thread_t t)
{
	link_t last = tdq_tail(q);

	if (last == NIL)
		tdq_set_head(q, t);
	else
		tcb_set_next(last, t);
	tcb_set_prev(t, last);
	tcb_set_next(t, NIL);
	tdq_set_tail(q, t);
}

link_t tdq_dequeue(queue_t q)
{
	link_t first = tdq_head(q);
	link_t second;

	if (first == NIL)
		return NIL;
	second = tcb_next(first);
	tdq_set_head(q, second);
	if (second == NIL)
		tdq_set_tail(q, NIL);
	else
		tcb_set_prev(second, NIL);
	return first;
}

void tdq_remove(queue_t q, thread_t t)
{
	link_t prev = tcb_prev(t);
	link_t next = tcb_next(t);

	if (prev == NIL)
		tdq_set_head(q, next);
	else
		tcb_set_next(prev, next);
	if (next == NIL)
		tdq_set_tail(q, prev);
	else
		tcb_set_prev(next, prev);
}
