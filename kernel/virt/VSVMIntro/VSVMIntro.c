/* VSVMIntro: where each register of the guest is.  Spec: VSVMIntro.h */
#include <underlay.h>

/* EBX to EBP stand one after the other here as with the switch. */
#define IN_SWITCH(r) (VM_EBX <= (r) && (r) <= VM_EBP)

/*@ requires r < VM_REGS && IN_BLOCK(r);
    assigns \nothing;
    ensures RESULT == WORD_OF_REG(r); */
static vword_t place(vmreg_t r)
{
	switch (r) {
	case VM_ESP:
		return VMCB_ESP;
	case VM_EIP:
		return VMCB_EIP;
	case VM_EFLAGS:
		return VMCB_EFLAGS;
	case VM_CR0:
		return VMCB_CR0;
	case VM_CR2:
		return VMCB_CR2;
	case VM_CR3:
		return VMCB_CR3;
	case VM_CR4:
		return VMCB_CR4;
	default:
		return VMCB_EAX;
	}
}

word_t vmst_read(vmreg_t r)
{
	return IN_SWITCH(r) ? svm_get(r - VM_EBX) : vmcb_read(place(r));
}

flag_t vmst_write(vmreg_t r, control_t v)
{
	if (!IN_SWITCH(r))
		return vmcb_write(place(r), v);
	svm_set(r - VM_EBX, v);
	return 1;
}
