/* VSVMOp: the executable specification. */
#include <VSVMOp.h>

void spec_vm_map(gpage_t g, uaddr_t va)
{
	if (VNPTIntro.page[g] != 0)
		VSVMOp.changed = 1;
	spec_npt_insert(g, va);
}

void spec_vm_leave(void)
{
	spec_vm_drop();
	VSVMOp.changed = 1;
}

void spec_svm_run(void)
{
	VMCB.word[VMCB_TLB_CONTROL] = VSVMOp.changed;
	VSVMOp.changed = 0;
	spec_svm_switch();
}
