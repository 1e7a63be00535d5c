/** @file
 * PAbQueue: a queue is a list of threads.
 *
 * This layer has no code.  Its primitives are those of PTDQInit, said in other words: links and
 * ends are gone, a queue is a list, and a thread is in one queue at most.  That both ways of saying
 * it agree is the relation, in PAbQueue.rel.h.
 */
#ifndef PABQUEUE_H
#define PABQUEUE_H
#include <PTDQInit.h>

struct list {
	u32 length;
	thread_t thread[NTHREADS]; /**< the first to go out is first; behind the last one zeroes */
};

struct PAbQueue_state {
	u8 state[NTHREADS];         /**< THREAD_READY, THREAD_RUN, THREAD_SLEEP or THREAD_DEAD */
	struct list queue[NQUEUES];
	u32 in[NTHREADS];           /**< 1 + the queue that the thread is in; 0: in none */
	u32 place[NTHREADS];        /**< where in it, from 0; 0 if in none */
};
STATE(PAbQueue)

/** The threads of queue q, and its first one. */
#define LENGTH(q)       PAbQueue.queue[q].length
#define THREAD_AT(q, i) PAbQueue.queue[q].thread[i]
#define FIRST_OF(q)     (LENGTH(q) == 0 ? NIL : THREAD_AT(q, 0))

#define PAbQueue_INVARIANT \
	(ALL(t, NTHREADS, PAbQueue.state[t] <= THREAD_DEAD) && \
	 ALL(t, NTHREADS, PAbQueue.in[t] <= NQUEUES && \
	     IMPLIES(PAbQueue.in[t] == 0, PAbQueue.place[t] == 0)) && \
	 ALL(q, NQUEUES, LENGTH(q) <= NTHREADS) && \
	 /* a thread that is in a queue has a place there, and no other thread has it */ \
	 ALL(q, NQUEUES, ALL(t, NTHREADS, IMPLIES(PAbQueue.in[t] == q + 1, \
	     PAbQueue.place[t] < LENGTH(q)))) && \
	 ALL(t, NTHREADS, ALL(u, NTHREADS, IMPLIES(PAbQueue.in[t] != 0 && \
	     PAbQueue.in[t] == PAbQueue.in[u] && PAbQueue.place[t] == PAbQueue.place[u], \
	     t == u))) && \
	 /* and the lists say the same */ \
	 ALL(q, NQUEUES, ALL(i, NTHREADS, THREAD_AT(q, i) < NTHREADS && \
	     (i >= LENGTH(q) ? THREAD_AT(q, i) == 0 \
	      : PAbQueue.in[THREAD_AT(q, i)] == q + 1 && PAbQueue.place[THREAD_AT(q, i)] == i))))

/** Initialise memory and threads: all threads are dead, and all queues empty.  Once, first of
 * all. */
void queue_init(void);
#define queue_init_PRE() pmap_init_PRE()
#define queue_init_ASSIGNS() \
	pmap_init_ASSIGNS(), EACH(PAbQueue.state, NTHREADS), EACH(PAbQueue.queue, NQUEUES), \
	EACH(PAbQueue.in, NTHREADS), EACH(PAbQueue.place, NTHREADS)
#define queue_init_POST() \
	(pmap_init_POST() && CLAUSE(ALL(t, NTHREADS, PAbQueue.state[t] == THREAD_DEAD)) && \
	 CLAUSE(ALL(t, NTHREADS, PAbQueue.in[t] == 0)) && \
	 CLAUSE(ALL(t, NTHREADS, PAbQueue.place[t] == 0)) && \
	 CLAUSE(ALL(q, NQUEUES, LENGTH(q) == 0)) && \
	 CLAUSE(ALL(q, NQUEUES, ALL(i, NTHREADS, THREAD_AT(q, i) == 0))))

/** The state of thread t. */
tstate_t get_state(thread_t t);
#define get_state_PRE(t)     (MBoot.ready == 1 && (t) < NTHREADS)
#define get_state_ASSIGNS(t) NOTHING
#define get_state_POST(t)    (CLAUSE(RESULT == PAbQueue.state[t]))

/** Let s be the state of thread t. */
void set_state(thread_t t, tstate_t s);
#define set_state_PRE(t, s)     (MBoot.ready == 1 && (t) < NTHREADS && (s) <= THREAD_DEAD)
#define set_state_ASSIGNS(t, s) VAR(PAbQueue.state[t])
#define set_state_POST(t, s)    (CLAUSE(PAbQueue.state[t] == (s)))

/** Give up thread t, which is in no queue, is not the first, does not run and was made: it is dead,
 * and its map with all that is in it is destroyed.  If that map is loaded, the kernel's own is
 * loaded in its place. */
void thread_free(thread_t t);
#define thread_free_PRE(t) (CAN_FREE(t) && PAbQueue.in[t] == 0)
#define thread_free_ASSIGNS(t) \
	pt_free_ASSIGNS(t), VAR(MPTIntro.loaded), VAR(PAbQueue.state[t])
#define thread_free_POST(t) \
	(pt_free_POST(t) && CLAUSE(UNLOADED(t)) && CLAUSE(PAbQueue.state[t] == THREAD_DEAD))

/** 1 if queue q is empty. */
flag_t is_empty(queue_t q);
#define is_empty_PRE(q)     (MBoot.ready == 1 && (q) < NQUEUES)
#define is_empty_ASSIGNS(q) NOTHING
#define is_empty_POST(q)    (CLAUSE(RESULT == (LENGTH(q) == 0 ? 1 : 0)))

/** Put thread t, which is in no queue, behind the last of queue q. */
void enqueue(queue_t q, thread_t t);
#define enqueue_PRE(q, t) \
	(MBoot.ready == 1 && (q) < NQUEUES && (t) < NTHREADS && PAbQueue.in[t] == 0)
#define enqueue_ASSIGNS(q, t) \
	VAR(PAbQueue.queue[q]), VAR(PAbQueue.in[t]), VAR(PAbQueue.place[t])
#define enqueue_POST(q, t) \
	(APPENDED(q, t) && CLAUSE(PAbQueue.in[t] == (q) + 1) && \
	 CLAUSE(PAbQueue.place[t] == OLD(LENGTH(q))))
/** Queue q is as it was, and behind its last thread is t; if t is no thread it is as it was. */
#define APPENDED(q, t) \
	(CLAUSE(LENGTH(q) == OLD(LENGTH(q)) + ((t) < NTHREADS ? 1 : 0)) && \
	 CLAUSE(ALL(i, NTHREADS, THREAD_AT(q, i) == \
	            (i == OLD(LENGTH(q)) && (t) < NTHREADS ? (t) : OLD(THREAD_AT(q, i))))))

/** Take the first thread out of queue q.  Returns it; NIL if the queue is empty. */
link_t dequeue(queue_t q);
#define dequeue_PRE(q) (MBoot.ready == 1 && (q) < NQUEUES)
#define dequeue_ASSIGNS(q) \
	VAR(PAbQueue.queue[q]), EACH(PAbQueue.in, NTHREADS), EACH(PAbQueue.place, NTHREADS)
#define dequeue_POST(q) \
	(CLAUSE(RESULT == OLD(FIRST_OF(q))) && SHORTENED(q, 0) && \
	 CLAUSE(ALL(t, NTHREADS, PAbQueue.in[t] == (t == RESULT ? 0 : OLD(PAbQueue.in[t])))) && \
	 CLAUSE(ALL(t, NTHREADS, PAbQueue.place[t] == OLD(PLACE_SHORTENED(q, 0, t)))))
/** Queue q is as it was, without the thread at place p; if it was empty it is as it was. */
#define SHORTENED(q, p) \
	(CLAUSE(LENGTH(q) == OLD(LENGTH(q)) - (OLD(LENGTH(q)) == 0 ? 0 : 1)) && \
	 CLAUSE(ALL(i, NTHREADS, THREAD_AT(q, i) == OLD(SHORTENED_AT(q, p, i)))))
/** What stands at place i of queue q, and the place of thread t that stays, when the thread at
 * place p has gone. */
#define SHORTENED_AT(q, p, i) \
	(i + 1 <= (p) ? THREAD_AT(q, i) : i + 1 < LENGTH(q) ? THREAD_AT(q, i + 1) : 0)
#define PLACE_SHORTENED(q, p, t) \
	(PAbQueue.place[t] - (PAbQueue.in[t] == (q) + 1 && PAbQueue.place[t] > (p) ? 1 : 0))

/** Take thread t out of queue q, in which it is. */
void rm_queue(queue_t q, thread_t t);
#define rm_queue_PRE(q, t) \
	(MBoot.ready == 1 && (q) < NQUEUES && (t) < NTHREADS && PAbQueue.in[t] == (q) + 1)
#define rm_queue_ASSIGNS(q, t) \
	VAR(PAbQueue.queue[q]), VAR(PAbQueue.in[t]), EACH(PAbQueue.place, NTHREADS)
#define rm_queue_POST(q, t) \
	(SHORTENED(q, PAbQueue.place[t]) && CLAUSE(PAbQueue.in[t] == 0) && \
	 CLAUSE(ALL(k, NTHREADS, PAbQueue.place[k] == \
	            (k == (t) ? 0 : OLD(PLACE_SHORTENED(q, PAbQueue.place[t], k))))))

#endif
