/* PUCtx: how its module represents the contexts of programs that do not run.  The registers of the
 * kernel lie on its stack; where a trap goes is set anew each time. */
#define PUCtx_RELATION \
	ALL(t, NTHREADS, image[t] == PUCtx.image[t] && IMPLIES(t + 1 != PUCtx.running, \
	    ALL(i, UCTX_WORDS, PUCtx_pool[t].word[i] == PUCtx.context[t].word[i])))
#define PUCtx_PRIVATE EACH(PUCtx_pool, NTHREADS), EACH(image, NTHREADS)
