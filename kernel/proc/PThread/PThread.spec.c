/* PThread: the executable specification. */
#include <PThread.h>

/* The thread that runs waits in queue q, and the next runs; if there is no other all stays. */
/*@ requires at_PThread && MBoot.ready == 1 && q < NQUEUES;
    requires s == (q == READY_QUEUE ? THREAD_READY : THREAD_SLEEP);
    assigns WAITS_ASSIGNS(q);
    ensures at_PThread;
    ensures IMPLIES(q == READY_QUEUE, thread_yield_POST());
    ensures IMPLIES(q != READY_QUEUE, thread_sleep_POST(q)); */
static void give_way(queue_t q, tstate_t s)
{
	thread_t me = PCID.current;

	if (!SOMEBODY)
		return;
	PAbQueue.state[me] = (u8)s;
	spec_enqueue(q, me);
	spec_thread_sched();
}

void spec_thread_yield(void)
{
	give_way(READY_QUEUE, THREAD_READY);
}

void spec_thread_sleep(queue_t q)
{
	give_way(q, THREAD_SLEEP);
}
