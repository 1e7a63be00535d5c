/* PUCtx: user contexts.  Spec: PUCtx.h.  uctx_run is in PUCtx.S */
#include <underlay.h>

/* PUCtx.S knows the size of a context and the places of two of its words. */
struct uctx {
	word_t word[UCTX_WORDS];
};

struct uctx PUCtx_pool[NTHREADS];
static image_t image[NTHREADS];

#define USER_EFLAGS 0x202u /* interrupts on; the other bit is always 1 */

/* What is not named is zero: nothing of an earlier program stays. */
void uctx_new(thread_t t, image_t i, vaddr_t eip, vaddr_t esp)
{
	struct uctx *u = &PUCtx_pool[t];

	for (uword_t k = 0; k < UCTX_WORDS; k++)
		u->word[k] = 0;
	u->word[UCTX_EIP] = eip;
	u->word[UCTX_CS] = USER_CODE;
	u->word[UCTX_EFLAGS] = USER_EFLAGS;
	u->word[UCTX_ESP] = esp;
	u->word[UCTX_SS] = USER_DATA;
	u->word[UCTX_DS] = USER_DATA;
	u->word[UCTX_ES] = USER_DATA;
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
