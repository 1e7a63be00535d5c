/* VMCBOp: the executable specification. */
#include <VMCBOp.h>

/*@ requires k < EXIT_INFOS;
    assigns \nothing;
    ensures RESULT == EXIT_INFO_WORD(k); */
static vword_t exit_info_word(index_t k) COMPUTED(EXIT_INFO_WORD(k))

word_t spec_vmcb_get_exit_info(index_t k)
{
	return VMCB.word[exit_info_word(k)];
}

void spec_vmcb_set_intercept_vint(flag_t on)
{
	VMCB.word[VMCB_INTERCEPT_1] = INTERCEPTS_1 + on * INTERCEPTS_WINDOW;
}

void spec_vmcb_inject_virq(void)
{
	VMCB.word[VMCB_INT_CTL] = INT_MASKING + INT_WAITS;
}

void spec_vmcb_clear_virq(void)
{
	VMCB.word[VMCB_INT_CTL] = INT_MASKING;
}

/*@ assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, IS_EVENT_OF(t, v, e)); */
static flag_t is_event_of(event_t t, vector_t v, flag_t e) COMPUTED(IS_EVENT_OF(t, v, e))

flag_t spec_vmcb_inject_event(event_t type, vector_t vector, word_t error, flag_t has_error)
{
	if (VMCB.word[VMCB_EVENT] != 0 || !is_event_of(type, vector, has_error))
		return 0;
	VMCB.word[VMCB_EVENT] = EVENT_WORD(type, vector, has_error);
	if (has_error)
		VMCB.word[VMCB_EVENT_ERROR] = error;
	return 1;
}

flag_t spec_vmcb_check_pending_event(void)
{
	return VMCB.word[VMCB_EVENT] != 0;
}

flag_t spec_vmcb_check_int_shadow(void)
{
	return VMCB.word[VMCB_INT_STATE];
}

flag_t spec_vmcb_set_seg(seg_t s, selector_t sel, word_t base, word_t limit, attributes_t ar)
{
	if (!IS_SEGMENT_OF(s, sel))
		return 0;
	VMCB.word[VMCB_SEGMENT(s)] = SEGMENT_BITS(ar) * 0x10000 + sel;
	VMCB.word[VMCB_SEGMENT(s) + 1] = limit;
	VMCB.word[VMCB_SEGMENT(s) + 2] = base;
	return 1;
}
