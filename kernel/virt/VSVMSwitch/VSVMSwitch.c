/* VSVMSwitch: the registers of the guest that are not in the control block.  Spec: VSVMSwitch.h.
 * svm_switch is in VSVMSwitch.S */
#include <underlay.h>

/* VSVMSwitch.S knows their order. */
u32 VSVMSwitch_reg[GREGS];

word_t svm_get(vreg_t r)
{
	return VSVMSwitch_reg[r];
}

void svm_set(vreg_t r, word_t v)
{
	VSVMSwitch_reg[r] = v;
	SPEC(spec_svm_set(r, v));
}
