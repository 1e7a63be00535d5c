/* PTDQInit: the executable specification. */
#include <PTDQInit.h>

void spec_tdq_init(void)
{
	spec_thread_init();
	/*@ loop invariant 0 <= q <= NQUEUES;
	    loop invariant ALL(k, q, PTDQIntro.head[k] == NIL && PTDQIntro.tail[k] == NIL);
	    loop invariant invariant_PTDQIntro;
	    loop assigns q, PTDQIntro.head[0 .. NQUEUES - 1], PTDQIntro.tail[0 .. NQUEUES - 1];
	    loop variant NQUEUES - q; */
	for (queue_t q = 0; q < NQUEUES; q++)
		spec_tdq_clear(q);
}

flag_t spec_tdq_is_empty(queue_t q)
{
	return PTDQIntro.head[q] == NIL;
}

/* Let b follow a in queue q; NIL on either side stands for the end of the queue.  (What it changes
 * are ranges of one link or, for NIL, of none.) */
/*@ requires at_PTDQInit && q < NQUEUES && a <= NIL && b <= NIL;
    assigns PTDQIntro.head[q], PTDQIntro.tail[q],
        PTCBIntro.next[a .. (a == NIL ? a - 1 : a)],
        PTCBIntro.prev[b .. (b == NIL ? b - 1 : b)];
    ensures at_PTDQInit;
    ensures PTDQIntro.head[q] == (a == NIL ? b : OLD(PTDQIntro.head[q]));
    ensures PTDQIntro.tail[q] == (b == NIL ? a : OLD(PTDQIntro.tail[q]));
    ensures ALL(k, NTHREADS, PTCBIntro.next[k] == (k == a ? b : OLD(PTCBIntro.next[k])));
    ensures ALL(k, NTHREADS, PTCBIntro.prev[k] == (k == b ? a : OLD(PTCBIntro.prev[k]))); */
static void join(queue_t q, link_t a, link_t b)
{
	if (a == NIL)
		PTDQIntro.head[q] = b;
	else
		PTCBIntro.next[a] = b;
	if (b == NIL)
		PTDQIntro.tail[q] = a;
	else
		PTCBIntro.prev[b] = a;
}

void spec_tdq_enqueue(queue_t q, thread_t t)
{
	join(q, PTDQIntro.tail[q], t);
	join(q, t, NIL);
}

link_t spec_tdq_dequeue(queue_t q)
{
	link_t t = PTDQIntro.head[q];

	if (t != NIL)
		join(q, NIL, PTCBIntro.next[t]);
	return t;
}

void spec_tdq_remove(queue_t q, thread_t t)
{
	join(q, PTCBIntro.prev[t], PTCBIntro.next[t]);
}
