/** @file
 * PSched: threads are made, woken, killed and scheduled.
 *
 * The thread that runs and the context that runs are the same from here on, and every thread that
 * waits in a queue can be continued.
 */
#ifndef PSCHED_H
#define PSCHED_H
#include <PAbQueue.h>
#include <PCID.h>

/** Thread t can be continued: its context was made, or is suspended. */
#define CAN_CONTINUE(t) \
	(MPTBit.used[t] == 1 && PKCtx.has_sp[t] == 1 && PKCtx.has_ra[t] == 1)

#define PSched_INVARIANT \
	(PCID.current == PKCtx.running && \
	 IMPLIES(MBoot.ready == 1, ALL(t, NTHREADS, \
	     IMPLIES(PAbQueue.state[t] == THREAD_RUN, t == PCID.current) && \
	     IMPLIES(PAbQueue.in[t] != 0, t == PCID.current || CAN_CONTINUE(t)))))

/** Only the scheduler makes a thread run. */
#define PSched_set_state_PRE(t, s) ((s) != THREAD_RUN)
/** What waits in a queue is to be continued some day. */
#define PSched_enqueue_PRE(q, t) ((t) == PCID.current || CAN_CONTINUE(t))

/** Initialise memory, threads and queues: thread 0 runs, all others are dead.  Once, first of
 * all. */
void sched_init(void);
#define sched_init_PRE()     pmap_init_PRE()
#define sched_init_ASSIGNS() queue_init_ASSIGNS(), VAR(PCID.current)
#define sched_init_POST() \
	(pmap_init_POST() && CLAUSE(PCID.current == 0) && \
	 CLAUSE(ALL(t, NTHREADS, PAbQueue.state[t] == (t == 0 ? THREAD_RUN : THREAD_DEAD))) && \
	 CLAUSE(ALL(t, NTHREADS, PAbQueue.in[t] == 0)) && \
	 CLAUSE(ALL(t, NTHREADS, PAbQueue.place[t] == 0)) && \
	 CLAUSE(ALL(q, NQUEUES, LENGTH(q) == 0)) && \
	 CLAUSE(ALL(q, NQUEUES, ALL(i, NTHREADS, THREAD_AT(q, i) == 0))))

/** Make a thread that starts at entry, with a page map and a stack of its own; it is ready, behind
 * all others that are.  Returns its number, the least that is not in use; NIL if all are. */
link_t thread_spawn(code_t entry);
#define thread_spawn_PRE(entry) (MBoot.ready == 1)
#define thread_spawn_ASSIGNS(entry) \
	kctx_new_ASSIGNS(entry), EACH(PAbQueue.state, NTHREADS), \
	VAR(PAbQueue.queue[READY_QUEUE]), EACH(PAbQueue.in, NTHREADS), \
	EACH(PAbQueue.place, NTHREADS)
#define thread_spawn_POST(entry) (THREAD_MADE(entry) && NO_LESS_UNUSED())
/** Thread RESULT is made and ready; if that is NIL, all is as it was. */
#define THREAD_MADE(entry) \
	(CONTEXT_MADE(entry) && APPENDED(READY_QUEUE, RESULT) && \
	 CLAUSE(ALL(t, NTHREADS, PAbQueue.state[t] == \
	            (t == RESULT ? THREAD_READY : OLD(PAbQueue.state[t])))) && \
	 CLAUSE(ALL(t, NTHREADS, PAbQueue.in[t] == \
	            (t == RESULT ? READY_QUEUE + 1 : OLD(PAbQueue.in[t])))) && \
	 CLAUSE(ALL(t, NTHREADS, PAbQueue.place[t] == \
	            (t == RESULT ? OLD(LENGTH(READY_QUEUE)) : OLD(PAbQueue.place[t])))))

/** End thread t, which waits in queue q, is not the first and does not run: it is dead, and its map
 * with all that is in it is destroyed. */
void thread_kill(queue_t q, thread_t t);
#define thread_kill_PRE(q, t)     (rm_queue_PRE(q, t) && CAN_FREE(t))
#define thread_kill_ASSIGNS(q, t) thread_free_ASSIGNS(t), rm_queue_ASSIGNS(q, t)
#define thread_kill_POST(q, t)    (thread_free_POST(t) && rm_queue_POST(q, t))

/** Wake the first thread that sleeps in queue q: it is ready, behind all others that are.  Returns
 * it; NIL if nobody sleeps there. */
link_t thread_wakeup(queue_t q);
#define thread_wakeup_PRE(q) (MBoot.ready == 1 && (q) < READY_QUEUE)
#define thread_wakeup_ASSIGNS(q) \
	EACH(PAbQueue.state, NTHREADS), VAR(PAbQueue.queue[q]), \
	VAR(PAbQueue.queue[READY_QUEUE]), EACH(PAbQueue.in, NTHREADS), \
	EACH(PAbQueue.place, NTHREADS)
#define thread_wakeup_POST(q) (CLAUSE(RESULT == OLD(FIRST_OF(q))) && WOKEN(q, OLD(FIRST_OF(q))))
/** Thread t, which was the first of queue q, is ready; if t is NIL all is as it was. */
#define WOKEN(q, t) \
	(SHORTENED(q, 0) && APPENDED(READY_QUEUE, t) && \
	 CLAUSE(ALL(k, NTHREADS, PAbQueue.state[k] == \
	            (k == (t) ? THREAD_READY : OLD(PAbQueue.state[k])))) && \
	 CLAUSE(ALL(k, NTHREADS, PAbQueue.in[k] == \
	            (k == (t) ? READY_QUEUE + 1 : OLD(PAbQueue.in[k])))) && \
	 CLAUSE(ALL(k, NTHREADS, PAbQueue.place[k] == \
	            (k == (t) ? OLD(LENGTH(READY_QUEUE)) : OLD(PLACE_SHORTENED(q, 0, k))))))

/** Let the first thread that is ready run in the place of the one that runs, which has said already
 * where it waits.  For the caller the call returns when it is its turn again. */
void thread_sched(void);
#define thread_sched_PRE() \
	(MBoot.ready == 1 && LENGTH(READY_QUEUE) != 0 && NEXT != PCID.current && \
	 PAbQueue.state[PCID.current] != THREAD_RUN)
#define thread_sched_ASSIGNS() \
	VAR(PCID.current), VAR(PAbQueue.state[NEXT]), dequeue_ASSIGNS(READY_QUEUE), \
	kctx_switch_ASSIGNS(PCID.current, NEXT)
#define thread_sched_POST() \
	(CLAUSE(PCID.current == OLD(NEXT)) && \
	 CLAUSE(PAbQueue.state[OLD(NEXT)] == THREAD_RUN) && SHORTENED(READY_QUEUE, 0) && \
	 CLAUSE(ALL(t, NTHREADS, PAbQueue.in[t] == (t == OLD(NEXT) ? 0 : OLD(PAbQueue.in[t])))) && \
	 CLAUSE(ALL(t, NTHREADS, \
	            PAbQueue.place[t] == OLD(PLACE_SHORTENED(READY_QUEUE, 0, t)))) && \
	 kctx_switch_POST(OLD(PCID.current), OLD(NEXT)))
/** The thread whose turn it is next. */
#define NEXT THREAD_AT(READY_QUEUE, 0)

#endif
