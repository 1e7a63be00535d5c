/* PAbQueue: how lists are represented by ends and links. */

/* The ends of queue q are the first and the last of its list. */
#define RELATED_ENDS(q) \
	(LENGTH(q) == 0 \
	 ? PTDQIntro.head[q] == NIL && PTDQIntro.tail[q] == NIL \
	 : PTDQIntro.head[q] == THREAD_AT(q, 0) && \
	   PTDQIntro.tail[q] == THREAD_AT(q, LENGTH(q) - 1))

/* The links of thread t, which is in a queue, are its neighbours in the list. */
#define QUEUE_OF(t) (PAbQueue.in[t] - 1)
#define RELATED_LINKS(t) \
	(PTCBIntro.prev[t] == (PAbQueue.place[t] == 0 \
	                       ? NIL : THREAD_AT(QUEUE_OF(t), PAbQueue.place[t] - 1)) && \
	 PTCBIntro.next[t] == (PAbQueue.place[t] == LENGTH(QUEUE_OF(t)) - 1 \
	                       ? NIL : THREAD_AT(QUEUE_OF(t), PAbQueue.place[t] + 1)))

#define PAbQueue_RELATION \
	(IMPLIES(MBoot.ready == 1, \
	         ALL(t, NTHREADS, PAbQueue.state[t] == PTCBIntro.state[t]) && \
	         ALL(q, NQUEUES, RELATED_ENDS(q)) && \
	         ALL(t, NTHREADS, IMPLIES(PAbQueue.in[t] != 0, RELATED_LINKS(t)))))
#define PAbQueue_PRIVATE NOTHING
