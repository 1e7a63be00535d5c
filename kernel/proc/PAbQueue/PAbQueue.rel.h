/* PAbQueue: how lists are represented by ends and links. */

/* Thread t is in queue q, at place p. */
#define STANDS_AT(t, q, p) \
	((t) < NTHREADS && PAbQueue.in[t] == (q) + 1 && PAbQueue.place[t] == (p))

/* The ends of queue q are the first and the last of its list. */
#define RELATED_ENDS(q) \
	(LENGTH(q) == 0 \
	 ? PTDQIntro.head[q] == NIL && PTDQIntro.tail[q] == NIL \
	 : STANDS_AT(PTDQIntro.head[q], q, 0) && STANDS_AT(PTDQIntro.tail[q], q, LENGTH(q) - 1))

/* The links of thread t, which is in queue q, are its neighbours in the list. */
#define RELATED_PREV(q, t) \
	(PAbQueue.place[t] == 0 ? PTCBIntro.prev[t] == NIL \
	 : STANDS_AT(PTCBIntro.prev[t], q, PAbQueue.place[t] - 1))
#define RELATED_NEXT(q, t) \
	(PAbQueue.place[t] + 1 == LENGTH(q) ? PTCBIntro.next[t] == NIL \
	 : STANDS_AT(PTCBIntro.next[t], q, PAbQueue.place[t] + 1))

#define RELATED_STATES ALL(t, NTHREADS, PAbQueue.state[t] == PTCBIntro.state[t])
#define RELATED_QUEUES ALL(q, NQUEUES, RELATED_ENDS(q))
#define RELATED_BACK \
	ALL(t, NTHREADS, IMPLIES(PAbQueue.in[t] != 0, RELATED_PREV(PAbQueue.in[t] - 1, t)))
#define RELATED_ON \
	ALL(q, NQUEUES, ALL(t, NTHREADS, IMPLIES(PAbQueue.in[t] == q + 1, RELATED_NEXT(q, t))))

#define PAbQueue_RELATION \
	IMPLIES(MBoot.ready == 1, RELATED_STATES && RELATED_QUEUES && RELATED_BACK && RELATED_ON)
#define PAbQueue_PRIVATE NOTHING
