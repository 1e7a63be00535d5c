/* PTCBInit: the executable specification. */
#include <PTCBInit.h>

void spec_thread_init(void)
{
	spec_pmap_init();
	/*@ loop invariant 0 <= t <= NTHREADS;
	    loop invariant ALL(k, t, PTCBIntro.state[k] == THREAD_DEAD &&
	        PTCBIntro.prev[k] == NIL && PTCBIntro.next[k] == NIL);
	    loop invariant ALL_FROM(k, t, NTHREADS - t,
	        PTCBIntro.state[k] == \at(PTCBIntro.state[k], Pre) &&
	        PTCBIntro.prev[k] == \at(PTCBIntro.prev[k], Pre) &&
	        PTCBIntro.next[k] == \at(PTCBIntro.next[k], Pre));
	    loop assigns t, PTCBIntro.state[0 .. NTHREADS - 1], PTCBIntro.prev[0 .. NTHREADS - 1],
	        PTCBIntro.next[0 .. NTHREADS - 1];
	    loop variant NTHREADS - t; */
	for (thread_t t = 0; t < NTHREADS; t++)
		spec_tcb_init(t);
}

void spec_tcb_free(thread_t t)
{
	if (IS_LOADED(t))
		spec_set_pt(0);
	spec_pt_free(t);
	spec_tcb_init(t);
}
