/** @file
 * PTCBIntro: thread control blocks.
 *
 * A thread has the number of its context.  Here it gets a state, and two links by which queues can
 * be made of threads.
 */
#ifndef PTCBINTRO_H
#define PTCBINTRO_H
#include <MBoot.h>

struct PTCBIntro_state {
	u8 state[NTHREADS]; /**< THREAD_READY, THREAD_RUN, THREAD_SLEEP or THREAD_DEAD */
	link_t prev[NTHREADS];
	link_t next[NTHREADS];
};

#define PTCBIntro_INVARIANT \
	ALL(t, NTHREADS, PTCBIntro.state[t] <= THREAD_DEAD && PTCBIntro.prev[t] <= NIL && \
	    PTCBIntro.next[t] <= NIL)

/** The state of thread t. */
tstate_t tcb_state(thread_t t);
#define tcb_state_PRE(t)     ((t) < NTHREADS)
#define tcb_state_ASSIGNS(t) NOTHING
#define tcb_state_POST(t)    (CLAUSE(RESULT == PTCBIntro.state[t]))

/** The thread before t, or NIL. */
link_t tcb_prev(thread_t t);
#define tcb_prev_PRE(t)     ((t) < NTHREADS)
#define tcb_prev_ASSIGNS(t) NOTHING
#define tcb_prev_POST(t)    (CLAUSE(RESULT == PTCBIntro.prev[t]))

/** The thread behind t, or NIL. */
link_t tcb_next(thread_t t);
#define tcb_next_PRE(t)     ((t) < NTHREADS)
#define tcb_next_ASSIGNS(t) NOTHING
#define tcb_next_POST(t)    (CLAUSE(RESULT == PTCBIntro.next[t]))

/** Let s be the state of thread t. */
void tcb_set_state(thread_t t, tstate_t s);
#define tcb_set_state_PRE(t, s)     ((t) < NTHREADS && (s) <= THREAD_DEAD)
#define tcb_set_state_ASSIGNS(t, s) VAR(PTCBIntro.state[t])
#define tcb_set_state_POST(t, s)    (CLAUSE(PTCBIntro.state[t] == (s)))

/** Let the link before t be p: a thread, or NIL. */
void tcb_set_prev(thread_t t, link_t p);
#define tcb_set_prev_PRE(t, p)     ((t) < NTHREADS && (p) <= NIL)
#define tcb_set_prev_ASSIGNS(t, p) VAR(PTCBIntro.prev[t])
#define tcb_set_prev_POST(t, p)    (CLAUSE(PTCBIntro.prev[t] == (p)))

/** Let the link behind t be n: a thread, or NIL. */
void tcb_set_next(thread_t t, link_t n);
#define tcb_set_next_PRE(t, n)     ((t) < NTHREADS && (n) <= NIL)
#define tcb_set_next_ASSIGNS(t, n) VAR(PTCBIntro.next[t])
#define tcb_set_next_POST(t, n)    (CLAUSE(PTCBIntro.next[t] == (n)))

/** Make thread t dead, without links. */
void tcb_init(thread_t t);
#define tcb_init_PRE(t) ((t) < NTHREADS)
#define tcb_init_ASSIGNS(t) \
	VAR(PTCBIntro.state[t]), VAR(PTCBIntro.prev[t]), VAR(PTCBIntro.next[t])
#define tcb_init_POST(t) \
	(CLAUSE(PTCBIntro.state[t] == THREAD_DEAD) && CLAUSE(PTCBIntro.prev[t] == NIL) && \
	 CLAUSE(PTCBIntro.next[t] == NIL))

#endif
