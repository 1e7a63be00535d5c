/** @file
 * PTDQIntro: the ends of the queues.
 *
 * There is a queue to sleep in for each number of a thread, and one of those that are ready.  Here
 * a queue is only two ends.
 */
#ifndef PTDQINTRO_H
#define PTDQINTRO_H
#include <deep.h>

struct PTDQIntro_state {
	link_t head[NQUEUES];
	link_t tail[NQUEUES];
};

#define PTDQIntro_INVARIANT \
	ALL(q, NQUEUES, PTDQIntro.head[q] <= NIL && PTDQIntro.tail[q] <= NIL)

/** The first thread of queue q, or NIL. */
link_t tdq_head(queue_t q);
#define tdq_head_PRE(q)     ((q) < NQUEUES)
#define tdq_head_ASSIGNS(q) NOTHING
#define tdq_head_POST(q)    (CLAUSE(RESULT == PTDQIntro.head[q]))

/** The last thread of queue q, or NIL. */
link_t tdq_tail(queue_t q);
#define tdq_tail_PRE(q)     ((q) < NQUEUES)
#define tdq_tail_ASSIGNS(q) NOTHING
#define tdq_tail_POST(q)    (CLAUSE(RESULT == PTDQIntro.tail[q]))

/** Let the first of queue q be t: a thread, or NIL. */
void tdq_set_head(queue_t q, link_t t);
#define tdq_set_head_PRE(q, t)     ((q) < NQUEUES && (t) <= NIL)
#define tdq_set_head_ASSIGNS(q, t) VAR(PTDQIntro.head[q])
#define tdq_set_head_POST(q, t)    (CLAUSE(PTDQIntro.head[q] == (t)))

/** Let the last of queue q be t: a thread, or NIL. */
void tdq_set_tail(queue_t q, link_t t);
#define tdq_set_tail_PRE(q, t)     ((q) < NQUEUES && (t) <= NIL)
#define tdq_set_tail_ASSIGNS(q, t) VAR(PTDQIntro.tail[q])
#define tdq_set_tail_POST(q, t)    (CLAUSE(PTDQIntro.tail[q] == (t)))

/** Make queue q empty. */
void tdq_clear(queue_t q);
#define tdq_clear_PRE(q)     ((q) < NQUEUES)
#define tdq_clear_ASSIGNS(q) VAR(PTDQIntro.head[q]), VAR(PTDQIntro.tail[q])
#define tdq_clear_POST(q)    (CLAUSE(PTDQIntro.head[q] == NIL) && CLAUSE(PTDQIntro.tail[q] == NIL))

#endif
