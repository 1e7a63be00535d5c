/* VVMCBIntro: the executable specification. */
#include <VVMCBIntro.h>

word_t spec_vmcb_read(vword_t k)
{
	return VMCB.word[k];
}

/*@ assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, MAY_BE(k, v)); */
static flag_t may_be(vword_t k, control_t v) COMPUTED(MAY_BE(k, v))

/*@ requires k < VMCB_WORDS;
    assigns \nothing;
    ensures RESULT == VMCB_MADE(k); */
static word_t made_word(vword_t k) COMPUTED(VMCB_MADE(k))

flag_t spec_vmcb_write(vword_t k, control_t v)
{
	if (!may_be(k, v))
		return 0;
	VMCB.word[k] = v;
	return 1;
}

void spec_vmcb_make(vword_t k)
{
	VMCB.word[k] = made_word(k);
}
