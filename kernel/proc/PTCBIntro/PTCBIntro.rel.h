/* PTCBIntro: how its module represents the thread control blocks. */
#define PTCBIntro_RELATION \
	ALL(t, NTHREADS, tcb[t].state == PTCBIntro.state[t] && tcb[t].prev == PTCBIntro.prev[t] && \
	    tcb[t].next == PTCBIntro.next[t])
#define PTCBIntro_PRIVATE EACH(tcb, NTHREADS)
