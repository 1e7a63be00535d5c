/* TTrap.rel.h: how TTrap.c keeps what is known of processes. */
#define TTrap_RELATION \
	ALL(t, NTHREADS, life[t] == TTrap.life[t] && program[t] == TTrap.program[t] && \
	                 status[t] == TTrap.status[t] && pages[t] == TTrap.pages[t] && \
	                 awaited[t] == TTrap.awaited[t] && receives[t] == TTrap.receives[t])
#define TTrap_PRIVATE \
	EACH(life, NTHREADS), EACH(program, NTHREADS), EACH(status, NTHREADS), \
	EACH(pages, NTHREADS), EACH(awaited, NTHREADS), EACH(receives, NTHREADS)
