/* VSVMIntro: the executable specification. */
#include <VSVMIntro.h>

/*@ requires r < VM_REGS;
    assigns \nothing;
    ensures RESULT == VM_REG(r); */
static word_t reg(vmreg_t r) COMPUTED(VM_REG(r))

/*@ requires r < VM_REGS;
    assigns \nothing;
    ensures RESULT == WORD_OF_REG(r); */
static vword_t word_of_reg(vmreg_t r) COMPUTED(WORD_OF_REG(r))

word_t spec_vmst_read(vmreg_t r)
{
	return reg(r);
}

flag_t spec_vmst_write(vmreg_t r, control_t v)
{
	if (r == VM_EAX || r >= VM_ESP)
		return spec_vmcb_write(word_of_reg(r), v);
	VSVMSwitch.reg[r - VM_EBX] = v;
	return 1;
}
