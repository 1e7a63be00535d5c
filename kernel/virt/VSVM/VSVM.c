/* VSVM: what an exit means.  Spec: VSVM.h */
#include <underlay.h>

/* What vmcb_get_exit_info is asked for. */
#define CODE         0u
#define INFO_1       1u
#define INFO_2       2u
#define EVENT        3u
#define EVENT_ERROR  4u

/* Of an event: type, error code, valid. */
#define TYPE(event)      ((event) / 0x100 % 8)
#define HAS_ERROR(event) ((event) / 0x800 % 2)

void svm_reset(void)
{
	/*@ loop invariant 0 <= k <= VMCB_WORDS && at_VMCBOp;
	    loop invariant ALL(i, k, VMCB.word[i] == VMCB_MADE(i));
	    loop assigns k, VMCB.word[0 .. VMCB_WORDS - 1];
	    loop variant VMCB_WORDS - k; */
	for (vword_t k = 0; k < VMCB_WORDS; k++)
		vmcb_make(k);
	/*@ loop invariant VM_EBX <= r <= VM_ESP && at_VMCBOp;
	    loop invariant ALL(i, VMCB_WORDS, VMCB.word[i] == VMCB_MADE(i));
	    loop invariant ALL(i, r - VM_EBX, VSVMSwitch.reg[i] == 0);
	    loop assigns r, VMCB.word[0 .. VMCB_WORDS - 1], VSVMSwitch.reg[0 .. GREGS - 1];
	    loop variant VM_ESP - r; */
	for (vmreg_t r = VM_EBX; r <= VM_EBP; r++)
		vmst_write(r, 0);
}

void svm_set_intercept_intwin(flag_t on)
{
	vmcb_set_intercept_vint(on);
	if (on)
		vmcb_inject_virq();
	else
		vmcb_clear_virq();
}

/* What is no event (the processor leaves old bits there) is refused below. */
void svm_sync(void)
{
	u32 event = vmcb_get_exit_info(EVENT);

	/*@ assert IMPLIES(event / 0x1000 == 0x80000,
	        event == EVENT_WORD(TYPE(event), event % 256, HAS_ERROR(event))); */
	if (vmcb_get_exit_info(CODE) == EXIT_WINDOW)
		svm_set_intercept_intwin(0);
	if (event / 0x1000 == 0x80000)
		vmcb_inject_event(TYPE(event), event % 256,
		                  HAS_ERROR(event) ? vmcb_get_exit_info(EVENT_ERROR) : 0,
		                  HAS_ERROR(event));
}

u32 svm_get_exit_reason(void)
{
	return vmcb_get_exit_info(CODE);
}

port_t svm_get_exit_io_port(void)
{
	return vmcb_get_exit_info(INFO_1) / 0x10000;
}

/* Bits 4 to 6 are for 1, 2 and 4 bytes. */
width_t svm_get_exit_io_width(void)
{
	return vmcb_get_exit_info(INFO_1) / 0x10 % 8;
}

flag_t svm_get_exit_io_rep(void)
{
	return vmcb_get_exit_info(INFO_1) / 8 % 2;
}

flag_t svm_get_exit_io_str(void)
{
	return vmcb_get_exit_info(INFO_1) / 4 % 2;
}

/* Bit 0 is 1 for IN. */
flag_t svm_get_exit_io_write(void)
{
	return 1 - vmcb_get_exit_info(INFO_1) % 2;
}

vaddr_t svm_get_exit_io_neip(void)
{
	return vmcb_get_exit_info(INFO_2);
}

gaddr_t svm_get_exit_fault_addr(void)
{
	return vmcb_get_exit_info(INFO_2);
}

word_t svm_get_reg(vmreg_t r)
{
	return r < VM_REGS ? vmst_read(r) : 0;
}

flag_t svm_set_reg(vmreg_t r, control_t v)
{
	return r < VM_REGS ? vmst_write(r, v) : 0;
}
