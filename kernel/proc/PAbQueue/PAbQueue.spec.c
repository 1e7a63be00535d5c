/* PAbQueue: the executable specification. */
#include <PAbQueue.h>

void spec_queue_init(void)
{
	spec_pmap_init();
	/*@ loop invariant 0 <= t <= NTHREADS;
	    loop invariant ALL(k, t, PAbQueue.state[k] == THREAD_DEAD && PAbQueue.in[k] == 0 &&
	        PAbQueue.place[k] == 0);
	    loop assigns t, PAbQueue.state[0 .. NTHREADS - 1], PAbQueue.in[0 .. NTHREADS - 1],
	        PAbQueue.place[0 .. NTHREADS - 1];
	    loop variant NTHREADS - t; */
	for (thread_t t = 0; t < NTHREADS; t++) {
		PAbQueue.state[t] = THREAD_DEAD;
		PAbQueue.in[t] = 0;
		PAbQueue.place[t] = 0;
	}
	/*@ loop invariant 0 <= q <= NQUEUES;
	    loop invariant ALL(k, q, LENGTH(k) == 0 && ALL(i, NTHREADS, THREAD_AT(k, i) == 0));
	    loop assigns q, PAbQueue.queue[0 .. NQUEUES - 1];
	    loop variant NQUEUES - q; */
	for (queue_t q = 0; q < NQUEUES; q++)
		PAbQueue.queue[q] = (struct list){0};
}

tstate_t spec_get_state(thread_t t)
{
	return PAbQueue.state[t];
}

void spec_set_state(thread_t t, tstate_t s)
{
	PAbQueue.state[t] = (u8)s;
}

void spec_thread_free(thread_t t)
{
	if (IS_LOADED(t))
		spec_set_pt(0);
	spec_pt_free(t);
	PAbQueue.state[t] = THREAD_DEAD;
}

flag_t spec_is_empty(queue_t q)
{
	return LENGTH(q) == 0;
}

void spec_enqueue(queue_t q, thread_t t)
{
	u32 last = LENGTH(q);

	THREAD_AT(q, last) = t;
	LENGTH(q) = last + 1;
	PAbQueue.in[t] = q + 1;
	PAbQueue.place[t] = last;
}

void spec_rm_queue(queue_t q, thread_t t)
{
	u32 last = LENGTH(q) - 1;

	for (u32 i = PAbQueue.place[t]; i < last; i++) {
		THREAD_AT(q, i) = THREAD_AT(q, i + 1);
		PAbQueue.place[THREAD_AT(q, i)] = i;
	}
	THREAD_AT(q, last) = 0;
	LENGTH(q) = last;
	PAbQueue.in[t] = 0;
	PAbQueue.place[t] = 0;
}

link_t spec_dequeue(queue_t q)
{
	link_t first = FIRST_OF(q);

	if (first != NIL)
		spec_rm_queue(q, first);
	return first;
}
