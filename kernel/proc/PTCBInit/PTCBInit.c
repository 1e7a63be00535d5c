/* PTCBInit: all threads dead, and giving one up.  Underlay: PTCBIntro.  Spec: PTCBInit.h */
#include <underlay.h>

void thread_init(void)
{
	pmap_init();
	/*@ loop invariant 0 <= t <= NTHREADS;
	    loop invariant at_PTCBIntro && at_PTCBInit;
	    loop invariant ALL(k, t, PTCBIntro.state[k] == THREAD_DEAD &&
	        PTCBIntro.prev[k] == NIL && PTCBIntro.next[k] == NIL);
	    loop assigns t, PTCBIntro.state[0 .. NTHREADS - 1], PTCBIntro.prev[0 .. NTHREADS - 1],
	        PTCBIntro.next[0 .. NTHREADS - 1];
	    loop variant NTHREADS - t; */
	for (thread_t t = 0; t < NTHREADS; t++)
		tcb_init(t);
}

/* The processor must not be left with a map that is gone. */
void tcb_free(thread_t t)
{
	if (pt_loaded() == t)
		set_pt(0);
	pt_free(t);
	tcb_init(t);
}
