/* PSched: threads are made, woken, killed and scheduled.  Underlay: PCID.  Spec: PSched.h */
#include <underlay.h>

void sched_init(void)
{
	queue_init();
	set_curid(0);
	set_state(0, THREAD_RUN);
}

/* Thread t, which is in no queue, waits for its turn. */
/*@ requires at_PCID && enqueue_PRE(READY_QUEUE, t);
    assigns set_state_ASSIGNS(t, THREAD_READY), enqueue_ASSIGNS(READY_QUEUE, t);
    ensures at_PCID;
    ensures set_state_POST(t, THREAD_READY);
    ensures enqueue_POST(READY_QUEUE, t); */
static void make_ready(thread_t t)
{
	set_state(t, THREAD_READY);
	enqueue(READY_QUEUE, t);
}

link_t thread_spawn(code_t entry)
{
	link_t t = kctx_new(entry);

	if (t != NIL)
		make_ready(t);
	return t;
}

void thread_kill(queue_t q, thread_t t)
{
	rm_queue(q, t);
	thread_free(t);
}

link_t thread_wakeup(queue_t q)
{
	link_t t = dequeue(q);

	if (t != NIL)
		make_ready(t);
	return t;
}

/* Nothing may follow the switch: it would be done by whoever continues this thread, much later. */
void thread_sched(void)
{
	thread_t from = get_curid();
	thread_t to = dequeue(READY_QUEUE);

	set_state(to, THREAD_RUN);
	set_curid(to);
	kctx_switch(from, to);
}
