/* PThread: threads that yield and sleep.  Underlay: PSched.  Spec: PThread.h */
#include <underlay.h>

/* Wait in queue q, unless there is nobody else to run. */
/*@ requires at_PSched && at_PThread && MBoot.ready == 1 && q < NQUEUES;
    requires s == (q == READY_QUEUE ? THREAD_READY : THREAD_SLEEP);
    assigns WAITS_ASSIGNS(q);
    ensures at_PSched && at_PThread;
    ensures IMPLIES(q == READY_QUEUE, thread_yield_POST());
    ensures IMPLIES(q != READY_QUEUE, thread_sleep_POST(q)); */
static void wait_in(queue_t q, tstate_t s)
{
	thread_t me = get_curid();

	if (is_empty(READY_QUEUE))
		return;
	set_state(me, s);
	enqueue(q, me);
	thread_sched();
}

void thread_yield(void)
{
	wait_in(READY_QUEUE, THREAD_READY);
}

void thread_sleep(queue_t q)
{
	wait_in(q, THREAD_SLEEP);
}
