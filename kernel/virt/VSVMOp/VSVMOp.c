/* VSVMOp: what the processor is to forget of the guest's memory.  Spec: VSVMOp.h */
#include <underlay.h>

static flag_t changed;

/* What it has not found, the processor does not remember. */
void vm_map(gpage_t g, uaddr_t va)
{
	SPEC(VSVMOp.changed = VNPTIntro.page[g] != 0 ? 1 : VSVMOp.changed);
	if (npt_get(g) != 0)
		changed = 1;
	npt_insert(g, va);
}

void vm_leave(void)
{
	vm_drop();
	changed = 1;
	SPEC(VSVMOp.changed = 1);
}

void svm_run(void)
{
	vmcb_store(VMCB_TLB_CONTROL, changed);
	changed = 0;
	SPEC(VSVMOp.changed = 0);
	svm_switch();
}
