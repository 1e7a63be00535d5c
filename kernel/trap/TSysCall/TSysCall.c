/* TSysCall: the kernel as programs see it.  Underlay: TTrap.  Spec: TSysCall.h.  Where a process
 * starts is in TSysCall.S */
#include <underlay.h>

#define KERNEL_THREAD 0u /* it buries processes, and sleeps in the queue of its own number */

extern const code_t TSysCall_start;

link_t proc_launch(image_t i)
{
	return proc_start(i, TSysCall_start);
}

/* Returns how many processes are left. */
static u32 bury(void)
{
	u32 left = 0;

	for (thread_t t = 1; t < NTHREADS; t++) {
		u32 state = proc_state(t);

		if (state == PROC_ENDED && get_state(t) == THREAD_READY)
			thread_kill(READY_QUEUE, t);
		else if (state == PROC_RUNS || state == PROC_ENDS)
			left++;
	}
	return left;
}

/* Processes may all wait for each other.  The last of them was not let sleep, unless this thread
 * was ready, too: then all are told to look again. */
static void wake_all(void)
{
	for (queue_t q = 0; q < NTHREADS; q++)
		while (thread_wakeup(q) != NIL)
			continue;
}

void proc_main(void)
{
	clock_start();
	while (bury() > 0) {
		if (is_empty(READY_QUEUE))
			wake_all();
		thread_sleep(KERNEL_THREAD);
	}
}
