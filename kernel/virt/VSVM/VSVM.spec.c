/* VSVM: the executable specification. */
#include <VSVM.h>

void spec_svm_reset(void)
{
	/*@ loop invariant 0 <= k <= VMCB_WORDS && ALL(i, k, VMCB.word[i] == VMCB_MADE(i));
	    loop assigns k, VMCB.word[0 .. VMCB_WORDS - 1];
	    loop variant VMCB_WORDS - k; */
	for (vword_t k = 0; k < VMCB_WORDS; k++)
		spec_vmcb_make(k);
	/*@ loop invariant 0 <= r <= GREGS && ALL(i, r, VSVMSwitch.reg[i] == 0);
	    loop assigns r, VSVMSwitch.reg[0 .. GREGS - 1];
	    loop variant GREGS - r; */
	for (vreg_t r = 0; r < GREGS; r++)
		VSVMSwitch.reg[r] = 0;
}

void spec_svm_set_intercept_intwin(flag_t on)
{
	VMCB.word[VMCB_INTERCEPT_1] = INTERCEPTS_1 + on * INTERCEPTS_WINDOW;
	VMCB.word[VMCB_INT_CTL] = INT_MASKING + on * INT_WAITS;
}

/*@ assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, WAS_INTERRUPTED); */
static flag_t was_interrupted(void) COMPUTED(WAS_INTERRUPTED)

void spec_svm_sync(void)
{
	if (VMCB.word[VMCB_EXIT_CODE] == EXIT_WINDOW)
		spec_svm_set_intercept_intwin(0);
	if (!was_interrupted())
		return;
	VMCB.word[VMCB_EVENT] = VMCB.word[VMCB_EXIT_EVENT];
	if (EXIT_HAS_ERROR)
		VMCB.word[VMCB_EVENT_ERROR] = VMCB.word[VMCB_EXIT_EVENT + 1];
}

u32 spec_svm_get_exit_reason(void)
{
	return VMCB.word[VMCB_EXIT_CODE];
}

port_t spec_svm_get_exit_io_port(void)
{
	return IO_EXIT / 0x10000;
}

width_t spec_svm_get_exit_io_width(void)
{
	return IO_EXIT / 0x10 % 8;
}

flag_t spec_svm_get_exit_io_rep(void)
{
	return IO_EXIT / 8 % 2;
}

flag_t spec_svm_get_exit_io_str(void)
{
	return IO_EXIT / 4 % 2;
}

flag_t spec_svm_get_exit_io_write(void)
{
	return 1 - IO_EXIT % 2;
}

vaddr_t spec_svm_get_exit_io_neip(void)
{
	return VMCB.word[VMCB_EXIT_INFO_2];
}

gaddr_t spec_svm_get_exit_fault_addr(void)
{
	return VMCB.word[VMCB_EXIT_INFO_2];
}

word_t spec_svm_get_reg(vmreg_t r)
{
	return r < VM_REGS ? spec_vmst_read(r) : 0;
}

flag_t spec_svm_set_reg(vmreg_t r, control_t v)
{
	return r < VM_REGS ? spec_vmst_write(r, v) : 0;
}
