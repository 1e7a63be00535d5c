/** @file
 * PThread: threads that yield and sleep.
 *
 * Who runs and who waits where follow from each other: the thread that runs is in no queue, one
 * that is ready waits in the queue for that, one that sleeps in another, and a dead one nowhere.
 */
#ifndef PTHREAD_H
#define PTHREAD_H
#include <PSched.h>

/** The state of thread t is what the queue that it is in says. */
#define STATE_AGREES(t) \
	(PAbQueue.state[t] == (t == PCID.current ? THREAD_RUN \
	                       : PAbQueue.in[t] == READY_QUEUE + 1 ? THREAD_READY \
	                       : PAbQueue.in[t] != 0 ? THREAD_SLEEP : THREAD_DEAD))

#define PThread_INVARIANT \
	(IMPLIES(MBoot.ready == 0, ALL(t, NTHREADS, MPTBit.used[t] == 0)) && \
	 IMPLIES(MBoot.ready == 1, PAbQueue.in[PCID.current] == 0 && \
	         ALL(t, NTHREADS, STATE_AGREES(t) && \
	             IFF(PAbQueue.state[t] == THREAD_DEAD, MPTBit.used[t] == 0))))

/** Somebody else is ready to run. */
#define SOMEBODY (LENGTH(READY_QUEUE) != 0)

/** What may change when the thread that runs waits in queue q, and the next that is ready runs. */
#define WAITS_ASSIGNS(q) \
	VAR(PCID.current), EACH(PAbQueue.state, NTHREADS), VAR(PAbQueue.queue[q]), \
	VAR(PAbQueue.queue[READY_QUEUE]), EACH(PAbQueue.in, NTHREADS), \
	EACH(PAbQueue.place, NTHREADS), kctx_switch_ASSIGNS(PCID.current, NEXT)

/** Let all others that are ready run first.  Returns when it is the caller's turn again; at once if
 * nobody else is ready. */
void thread_yield(void);
#define thread_yield_PRE()     (MBoot.ready == 1)
#define thread_yield_ASSIGNS() WAITS_ASSIGNS(READY_QUEUE)
#define thread_yield_POST() \
	(WAITS_IF(OLD(SOMEBODY), READY_QUEUE, THREAD_READY, OLD(LENGTH(READY_QUEUE)) - 1) && \
	 CLAUSE(LENGTH(READY_QUEUE) == OLD(LENGTH(READY_QUEUE))) && \
	 CLAUSE(ALL(i, NTHREADS, THREAD_AT(READY_QUEUE, i) == \
	            (OLD(SOMEBODY) && i == OLD(LENGTH(READY_QUEUE)) - 1 \
	             ? OLD(PCID.current) : OLD(SHORTENED_AT(READY_QUEUE, 0, i))))))

/** Sleep in queue q until somebody wakes the caller.  Returns then; at once if nobody else is
 * ready, as there would be nobody to wake it. */
void thread_sleep(queue_t q);
#define thread_sleep_PRE(q)     (MBoot.ready == 1 && (q) < READY_QUEUE)
#define thread_sleep_ASSIGNS(q) WAITS_ASSIGNS(q)
#define thread_sleep_POST(q)    SLEEPS_IF(OLD(SOMEBODY), q)
/** If s, the caller sleeps in queue q, behind all others there; else all is as it was. */
#define SLEEPS_IF(s, q) \
	(WAITS_IF(s, q, THREAD_SLEEP, OLD(LENGTH(q))) && \
	 APPENDED(q, (s) ? OLD(PCID.current) : NIL) && \
	 CLAUSE(LENGTH(READY_QUEUE) == OLD(LENGTH(READY_QUEUE)) - ((s) ? 1 : 0)) && \
	 CLAUSE(ALL(i, NTHREADS, THREAD_AT(READY_QUEUE, i) == \
	            ((s) ? OLD(SHORTENED_AT(READY_QUEUE, 0, i)) : OLD(THREAD_AT(READY_QUEUE, i))))))

/** If s, the caller waits in queue q at place p, in the given state, and the next that is ready
 * runs; else all is as it was.  (What becomes of the queues themselves is said apart.) */
#define WAITS_IF(s, q, wait_state, p) \
	(CLAUSE(PCID.current == ((s) ? OLD(NEXT) : OLD(PCID.current))) && \
	 CLAUSE(ALL(t, NTHREADS, PAbQueue.state[t] == \
	            (!(s) ? OLD(PAbQueue.state[t]) \
	             : t == OLD(PCID.current) ? (wait_state) \
	             : t == OLD(NEXT) ? THREAD_RUN : OLD(PAbQueue.state[t])))) && \
	 CLAUSE(ALL(t, NTHREADS, PAbQueue.in[t] == \
	            (!(s) ? OLD(PAbQueue.in[t]) \
	             : t == OLD(PCID.current) ? (q) + 1 \
	             : t == OLD(NEXT) ? 0 : OLD(PAbQueue.in[t])))) && \
	 CLAUSE(ALL(t, NTHREADS, PAbQueue.place[t] == \
	            (!(s) ? OLD(PAbQueue.place[t]) \
	             : t == OLD(PCID.current) ? (p) \
	             : OLD(PLACE_SHORTENED(READY_QUEUE, 0, t))))) && \
	 SWITCHED_IF(s, OLD(PCID.current), OLD(NEXT)))

/* What a thread may rely on while others run.
 *
 * Between the call of thread_yield or thread_sleep and its return other threads run, and each may
 * make any call that it can see.  PThread_VIEW(t) is what thread t knows all the same: OLD is the
 * state when it called, and now is any state while it waits, at last the one in which its call
 * returns.  Behind the call it knows this, that it runs, and the invariants; whatever else it knew
 * of the state, it has to look at again.  A call that returns at once changes nothing, so the same
 * holds then.
 *
 * No call of another thread breaks it.  That is checked call by call, and is enough for any number
 * of them: what is as it was after one is so after the next. */

/** Thread t runs.  When its call returns it does so again. */
#define PThread_RUNS(t) \
	(PCID.current == (t) && PAbQueue.state[t] == THREAD_RUN && PAbQueue.in[t] == 0)
/** Thread t is there: it runs, or waits and has not been killed. */
#define PThread_LIVES(t) (MBoot.ready == 1 && PAbQueue.state[t] != THREAD_DEAD)
/** The registers of thread t, with its stack and the place where it goes on. */
#define REGISTERS_OF(t) (PCID.current == (t) ? Machine.cpu : PKCtx.saved[t])

/** Thread t has its registers, its map, and in that every table and every page that was there, with
 * the frame and what it allows.  So the frames of its pages are still allocated, and are pages of
 * nobody else.
 *
 * That is all.  Others may have added pages to the map, stored to any memory, freed any frame that
 * is no page, loaded another map, and made, woken and killed threads. */
#define PThread_VIEW(t) \
	(MPTBit.used[t] == 1 && SAME_REGISTERS(REGISTERS_OF(t), OLD(REGISTERS_OF(t))) && \
	 ALL(i, SLOTS, IMPLIES(OLD(HAS_TABLE(t, i)), \
	     MPTIntro.table[t][i] == OLD(MPTIntro.table[t][i]) && \
	     ALL_FROM(p, PAGE_AT(i, 0), ENTRIES, IMPLIES(OLD(HAS_PAGE(t, p)), \
	              MPTIntro.page[t][p] == OLD(MPTIntro.page[t][p]))))))
/** The part of the old state that it names. */
#define PThread_VIEW_OLD(t) \
	VAR(PCID.current), VAR(Machine.cpu), VAR(PKCtx.saved[t]), \
	EACH(MPTIntro.table[t], SLOTS), EACH(MPTIntro.page[t], USER_PAGES)

#endif
