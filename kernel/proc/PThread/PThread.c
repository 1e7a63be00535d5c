/* PThread: threads that yield and sleep.  Underlay: PSched.  Spec: PThread.h */
#include <underlay.h>

/* Wait in queue q, unless there is nobody else to run. */
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
