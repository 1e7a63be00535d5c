/** @file
 * PTDQInit: queues as doubly linked lists.
 *
 * A queue is what the links say from its first thread on.  Nothing here forbids that the links of
 * two queues are tangled: that queues are lists is what PAbQueue states.
 */
#ifndef PTDQINIT_H
#define PTDQINIT_H
#include <PTCBInit.h>
#include <PTDQIntro.h>

/** Initialise memory and threads; all queues are empty.  Once, first of all. */
void tdq_init(void);
#define tdq_init_PRE() thread_init_PRE()
#define tdq_init_ASSIGNS() \
	thread_init_ASSIGNS(), EACH(PTDQIntro.head, NQUEUES), EACH(PTDQIntro.tail, NQUEUES)
#define tdq_init_POST() \
	(thread_init_POST() && \
	 CLAUSE(ALL(q, NQUEUES, PTDQIntro.head[q] == NIL)) && \
	 CLAUSE(ALL(q, NQUEUES, PTDQIntro.tail[q] == NIL)))

/** 1 if queue q has no first thread. */
flag_t tdq_is_empty(queue_t q);
#define tdq_is_empty_PRE(q)     ((q) < NQUEUES)
#define tdq_is_empty_ASSIGNS(q) NOTHING
#define tdq_is_empty_POST(q)    (CLAUSE(RESULT == (PTDQIntro.head[q] == NIL ? 1 : 0)))

/** Link thread t behind the last thread of queue q, which is another. */
void tdq_enqueue(queue_t q, thread_t t);
#define tdq_enqueue_PRE(q, t) ((q) < NQUEUES && (t) < NTHREADS && PTDQIntro.tail[q] != (t))
#define tdq_enqueue_ASSIGNS(q, t) \
	VAR(PTDQIntro.head[q]), VAR(PTDQIntro.tail[q]), VAR(PTCBIntro.prev[t]), \
	EACH(PTCBIntro.next, NTHREADS)
#define tdq_enqueue_POST(q, t) \
	(CLAUSE(PTDQIntro.tail[q] == (t)) && \
	 CLAUSE(PTCBIntro.prev[t] == OLD(PTDQIntro.tail[q])) && \
	 CLAUSE(PTDQIntro.head[q] == (OLD(PTDQIntro.tail[q]) == NIL ? (t) \
	                              : OLD(PTDQIntro.head[q]))) && \
	 CLAUSE(ALL(k, NTHREADS, PTCBIntro.next[k] == \
	            (k == (t) ? NIL \
	             : k == OLD(PTDQIntro.tail[q]) ? (t) : OLD(PTCBIntro.next[k])))))

/** Take the first thread out of queue q.  Returns it; NIL if there is none.  Its own links stay as
 * they were. */
link_t tdq_dequeue(queue_t q);
#define tdq_dequeue_PRE(q) ((q) < NQUEUES)
#define tdq_dequeue_ASSIGNS(q) \
	VAR(PTDQIntro.head[q]), VAR(PTDQIntro.tail[q]), EACH(PTCBIntro.prev, NTHREADS)
/** The thread behind the first of queue q, before the call; NIL also if the queue was empty. */
#define SECOND(q) \
	(RESULT == NIL ? NIL : OLD(PTCBIntro.next[PTDQIntro.head[q] % NTHREADS]))
#define tdq_dequeue_POST(q) \
	(CLAUSE(RESULT == OLD(PTDQIntro.head[q])) && CLAUSE(PTDQIntro.head[q] == SECOND(q)) && \
	 CLAUSE(PTDQIntro.tail[q] == (RESULT != NIL && SECOND(q) == NIL \
	                              ? NIL : OLD(PTDQIntro.tail[q]))) && \
	 CLAUSE(ALL(k, NTHREADS, PTCBIntro.prev[k] == \
	            (k == SECOND(q) ? NIL : OLD(PTCBIntro.prev[k])))))

/** Take thread t out of queue q: its neighbours are linked with each other, and where there is none
 * the end of the queue moves.  Its own links stay as they were. */
void tdq_remove(queue_t q, thread_t t);
#define tdq_remove_PRE(q, t) \
	((q) < NQUEUES && (t) < NTHREADS && PTCBIntro.prev[t] != (t) && PTCBIntro.next[t] != (t))
#define tdq_remove_ASSIGNS(q, t) \
	VAR(PTDQIntro.head[q]), VAR(PTDQIntro.tail[q]), EACH(PTCBIntro.prev, NTHREADS), \
	EACH(PTCBIntro.next, NTHREADS)
#define tdq_remove_POST(q, t) \
	(CLAUSE(PTDQIntro.head[q] == (OLD(PTCBIntro.prev[t]) == NIL ? OLD(PTCBIntro.next[t]) \
	                              : OLD(PTDQIntro.head[q]))) && \
	 CLAUSE(PTDQIntro.tail[q] == (OLD(PTCBIntro.next[t]) == NIL ? OLD(PTCBIntro.prev[t]) \
	                              : OLD(PTDQIntro.tail[q]))) && \
	 CLAUSE(ALL(k, NTHREADS, PTCBIntro.prev[k] == \
	            (k == OLD(PTCBIntro.next[t]) ? OLD(PTCBIntro.prev[t]) \
	             : OLD(PTCBIntro.prev[k])))) && \
	 CLAUSE(ALL(k, NTHREADS, PTCBIntro.next[k] == \
	            (k == OLD(PTCBIntro.prev[t]) ? OLD(PTCBIntro.next[t]) \
	             : OLD(PTCBIntro.next[k])))))

#endif
