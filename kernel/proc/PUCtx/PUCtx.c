/* PUCtx: user contexts.  Spec: PUCtx.h.  uctx_run is in PUCtx.S */
#include <underlay.h>

/* PUCtx.S knows the size of a context and the places of two of its words. */
struct context {
	word_t word[UCTX_WORDS];
};

struct context PUCtx_pool[NTHREADS];
static image_t image[NTHREADS];

#define USER_EFLAGS 0x202u /* interrupts on; the other bit is always 1 */

/* What is not named is zero: nothing of an earlier program stays. */
void uctx_new(thread_t t, image_t i, vaddr_t eip, vaddr_t esp)
{
	/*@ loop invariant 0 <= k <= UCTX_WORDS;
	    loop invariant ALL(j, k, PUCtx_pool[t].word[j] == 0);
	    loop assigns k, PUCtx_pool[t];
	    loop variant UCTX_WORDS - k; */
	for (uword_t k = 0; k < UCTX_WORDS; k++)
		PUCtx_pool[t].word[k] = 0;
	PUCtx_pool[t].word[UCTX_EIP] = eip;
	PUCtx_pool[t].word[UCTX_CS] = USER_CODE;
	PUCtx_pool[t].word[UCTX_EFLAGS] = USER_EFLAGS;
	PUCtx_pool[t].word[UCTX_ESP] = esp;
	PUCtx_pool[t].word[UCTX_SS] = USER_DATA;
	PUCtx_pool[t].word[UCTX_DS] = USER_DATA;
	PUCtx_pool[t].word[UCTX_ES] = USER_DATA;
	image[t] = i;
	SPEC(spec_uctx_new(t, i, eip, esp));
}

image_t uctx_image(thread_t t)
{
	return image[t];
}

word_t uctx_get(thread_t t, uword_t i)
{
	return PUCtx_pool[t].word[i];
}

void uctx_set(thread_t t, uword_t i, word_t v)
{
	PUCtx_pool[t].word[i] = v;
	SPEC(spec_uctx_set(t, i, v));
}
