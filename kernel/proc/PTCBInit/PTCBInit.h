/** @file
 * PTCBInit: all threads are dead at first, and a thread can be given up.
 *
 * From here on a page map goes together with its thread.
 */
#ifndef PTCBINIT_H
#define PTCBINIT_H
#include <PKCtxNew.h>
#include <PTCBIntro.h>

/** Initialise memory; all threads are dead.  Once, first of all. */
void thread_init(void);
#define thread_init_PRE() pmap_init_PRE()
#define thread_init_ASSIGNS() \
	pmap_init_ASSIGNS(), EACH(PTCBIntro.state, NTHREADS), EACH(PTCBIntro.prev, NTHREADS), \
	EACH(PTCBIntro.next, NTHREADS)
#define thread_init_POST() \
	(pmap_init_POST() && \
	 CLAUSE(ALL(t, NTHREADS, PTCBIntro.state[t] == THREAD_DEAD)) && \
	 CLAUSE(ALL(t, NTHREADS, PTCBIntro.prev[t] == NIL)) && \
	 CLAUSE(ALL(t, NTHREADS, PTCBIntro.next[t] == NIL)))

/** Thread t may be given up: it has a map that is not the kernel's, and does not run. */
#define CAN_FREE(t) \
	(MBoot.ready == 1 && 0 < (t) && (t) < NTHREADS && MPTBit.used[t] == 1 && \
	 (t) != PKCtx.running)
/** The kernel's own map is loaded in the place of that of t. */
#define UNLOADED(t) \
	(MPTIntro.loaded == (OLD(IS_LOADED(t)) ? 1 : OLD(MPTIntro.loaded)))

/** Give up thread t, which is not the first, does not run and was made: it is dead, without links,
 * and its map with all that is in it is destroyed.  If that map is loaded, the kernel's own is
 * loaded in its place. */
void tcb_free(thread_t t);
#define tcb_free_PRE(t)     CAN_FREE(t)
#define tcb_free_ASSIGNS(t) pt_free_ASSIGNS(t), VAR(MPTIntro.loaded), tcb_init_ASSIGNS(t)
#define tcb_free_POST(t)    (pt_free_POST(t) && CLAUSE(UNLOADED(t)) && tcb_init_POST(t))

#endif
