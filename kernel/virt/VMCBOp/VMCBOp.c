/* VMCBOp: fields of the control block.  Spec: VMCBOp.h */
#include <underlay.h>

#define VINTR     0x10u /* of what exits: an interrupt that waits is let in */
#define V_IRQ     0x100u
#define V_IGN_TPR 0x100000u /* whatever its priority */
#define ERROR     0x800u /* of an event: it has an error code */
#define VALID     0x80000000u

word_t vmcb_get_exit_info(index_t k)
{
	switch (k) {
	case 0:
		return vmcb_read(VMCB_EXIT_CODE);
	case 1:
		return vmcb_read(VMCB_EXIT_INFO_1);
	case 2:
		return vmcb_read(VMCB_EXIT_INFO_2);
	case 3:
		return vmcb_read(VMCB_EXIT_EVENT);
	}
	return vmcb_read(VMCB_EXIT_EVENT + 1);
}

/* In the two words below only these bits differ from one time to another. */
void vmcb_set_intercept_vint(flag_t on)
{
	u32 others = vmcb_read(VMCB_INTERCEPT_1);

	//@ assert WORD_FITS(VMCB_INTERCEPT_1);
	//@ assert others == INTERCEPTS_1 || others == INTERCEPTS_1 + INTERCEPTS_WINDOW;
	if (others / VINTR % 2 == 1)
		others -= VINTR;
	vmcb_write(VMCB_INTERCEPT_1, others + (on ? VINTR : 0));
}

/* Does one wait? */
/*@ requires at_VSVMIntro && !PUCtx_IN_RING3 && !VSVMSwitch_IN_GUEST && MBoot.ready == 1;
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, WAITS);
    ensures IMPLIES(RESULT == 0, VMCB.word[VMCB_INT_CTL] == INT_MASKING); */
static flag_t waits(void)
{
	//@ assert WORD_FITS(VMCB_INT_CTL);
	return vmcb_read(VMCB_INT_CTL) / V_IRQ % 2;
}

void vmcb_inject_virq(void)
{
	if (!waits())
		vmcb_write(VMCB_INT_CTL, vmcb_read(VMCB_INT_CTL) + V_IRQ + V_IGN_TPR);
}

void vmcb_clear_virq(void)
{
	if (waits())
		vmcb_write(VMCB_INT_CTL, vmcb_read(VMCB_INT_CTL) - V_IRQ - V_IGN_TPR);
}

/* Which events there are, the layer below knows; but the fields must not run into each other. */
flag_t vmcb_inject_event(event_t type, vector_t vector, word_t error, flag_t has_error)
{
	if (vmcb_read(VMCB_EVENT) != 0 || type >= 8 || vector >= 256 || has_error > 1 ||
	    !vmcb_write(VMCB_EVENT, VALID + has_error * ERROR + type * 256 + vector))
		return 0;
	if (has_error)
		vmcb_write(VMCB_EVENT_ERROR, error);
	return 1;
}

flag_t vmcb_check_pending_event(void)
{
	return vmcb_read(VMCB_EVENT) != 0;
}

flag_t vmcb_check_int_shadow(void)
{
	return vmcb_read(VMCB_INT_STATE);
}

/* The four bits of a descriptor's attributes that are between lie in the limit there. */
flag_t vmcb_set_seg(seg_t s, selector_t sel, word_t base, word_t limit, attributes_t ar)
{
	u32 bits = ar % 0x100 + ar / 0x1000 % 0x10 * 0x100;

	if (s >= SEGMENTS_OF_GUEST || sel > 0xffff)
		return 0;
	vmcb_write(VMCB_SEGMENT(s), bits * 0x10000 + sel);
	vmcb_write(VMCB_SEGMENT(s) + 1, limit);
	vmcb_write(VMCB_SEGMENT(s) + 2, base);
	return 1;
}
