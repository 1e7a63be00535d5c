/* PSched: the executable specification. */
#include <PSched.h>

void spec_sched_init(void)
{
	spec_queue_init();
	PCID.current = 0;
	PAbQueue.state[0] = THREAD_RUN;
}

link_t spec_thread_spawn(code_t entry)
{
	link_t t = spec_kctx_new(entry);

	if (t != NIL) {
		PAbQueue.state[t] = THREAD_READY;
		spec_enqueue(READY_QUEUE, t);
	}
	return t;
}

void spec_thread_kill(queue_t q, thread_t t)
{
	spec_rm_queue(q, t);
	spec_thread_free(t);
}

link_t spec_thread_wakeup(queue_t q)
{
	link_t t = spec_dequeue(q);

	if (t != NIL) {
		PAbQueue.state[t] = THREAD_READY;
		//@ assert PAbQueue_INVARIANT;
		spec_enqueue(READY_QUEUE, t);
	}
	return t;
}

void spec_thread_sched(void)
{
	thread_t from = PCID.current;
	thread_t to = spec_dequeue(READY_QUEUE);

	PAbQueue.state[to] = THREAD_RUN;
	PCID.current = to;
	spec_kctx_switch(from, to);
	//@ assert PSched_INVARIANT;
}
