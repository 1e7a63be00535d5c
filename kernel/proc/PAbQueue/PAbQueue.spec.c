/* PAbQueue: the executable specification. */
#include <PAbQueue.h>

/* All threads are dead, and all queues empty. */
/*@ assigns PAbQueue.state[0 .. NTHREADS - 1], PAbQueue.queue[0 .. NQUEUES - 1],
        PAbQueue.in[0 .. NTHREADS - 1], PAbQueue.place[0 .. NTHREADS - 1];
    ensures ALL(t, NTHREADS, PAbQueue.state[t] == THREAD_DEAD && PAbQueue.in[t] == 0 &&
        PAbQueue.place[t] == 0);
    ensures ALL(q, NQUEUES, LENGTH(q) == 0 && ALL(i, NTHREADS, THREAD_AT(q, i) == 0)); */
static void start_queues(void)
{
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

void spec_queue_init(void)
{
	spec_pmap_init();
	start_queues();
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

/* A queue in which a thread is missing has room for one more.  The provers do not count: this is
 * the proof, by a program.  It takes every thread out of a copy of the queue, one after the other,
 * and moves the last of those that are left to where there is a gap now.  So at most one goes at a
 * time, and none when it is t's turn; and in the end nobody is left. */
/*@ ghost
/@ requires at_PAbQueue && q < NQUEUES && t < NTHREADS && PAbQueue.in[t] != q + 1;
    assigns \nothing;
    ensures LENGTH(q) < NTHREADS; @/
static void has_room(queue_t q, thread_t t)
{
	struct PAbQueue_state copy = PAbQueue;
	u32 left = LENGTH(q);

	/@ loop invariant 0 <= u <= NTHREADS && left <= LENGTH(q);
	    loop invariant LENGTH(q) + (t < u ? 1 : 0) <= left + u;
	    loop invariant ALL(i, left, u <= copy.queue[q].thread[i] < NTHREADS &&
	        copy.queue[q].thread[i] != t && copy.place[copy.queue[q].thread[i]] == i);
	    loop assigns u, left, copy.queue[q].thread[0 .. NTHREADS - 1],
	        copy.place[0 .. NTHREADS - 1];
	    loop variant NTHREADS - u; @/
	for (thread_t u = 0; u < NTHREADS; u++) {
		u32 i = copy.place[u];

		if (i < left && copy.queue[q].thread[i] == u) {
			left--;
			copy.queue[q].thread[i] = copy.queue[q].thread[left];
			copy.place[copy.queue[q].thread[i]] = i;
		}
	}
	/@ assert left == 0 || copy.queue[q].thread[0] >= NTHREADS; @/
} */

void spec_enqueue(queue_t q, thread_t t)
{
	u32 last = LENGTH(q);

	//@ ghost has_room(q, t);
	THREAD_AT(q, last) = t;
	LENGTH(q) = last + 1;
	PAbQueue.in[t] = q + 1;
	PAbQueue.place[t] = last;
}

void spec_rm_queue(queue_t q, thread_t t)
{
	u32 last = LENGTH(q) - 1;

	/*@ loop invariant \at(PAbQueue.place[t], Pre) <= i <= last;
	    loop invariant ALL(k, NTHREADS, THREAD_AT(q, k) == (k < i
	        ? \at(SHORTENED_AT(q, PAbQueue.place[t], k), Pre) : \at(THREAD_AT(q, k), Pre)));
	    loop invariant ALL(k, NTHREADS, PAbQueue.place[k] == (\at(PAbQueue.place[k], Pre) <= i
	        ? \at(PLACE_SHORTENED(q, PAbQueue.place[t], k), Pre)
	        : \at(PAbQueue.place[k], Pre)));
	    loop assigns i, PAbQueue.queue[q].thread[0 .. NTHREADS - 1],
	        PAbQueue.place[0 .. NTHREADS - 1];
	    loop variant last - i; */
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
