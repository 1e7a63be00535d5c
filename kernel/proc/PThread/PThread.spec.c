/* PThread: the executable specification. */
#include <PThread.h>

/* The thread that runs waits in queue q, and the next runs; if there is no other all stays. */
static void wait_in(queue_t q, tstate_t s)
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
	wait_in(READY_QUEUE, THREAD_READY);
}

void spec_thread_sleep(queue_t q)
{
	wait_in(q, THREAD_SLEEP);
}
