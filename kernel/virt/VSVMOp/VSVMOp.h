/** @file
 * VSVMOp: the guest finds its memory as it is.
 *
 * The processor remembers of the nested tables what it has met.  Here a page of the guest's memory
 * changes together with the knowledge that one has, and the guest goes on only after the processor
 * was told to forget.  It is not told without need: all that it remembers, it has to find anew.
 */
#ifndef VSVMOP_H
#define VSVMOP_H
#include <VSVMSwitch.h>

struct VSVMOp_state {
	u8 changed; /**< 1: since the guest ran, a page that it had was taken from it */
};

#define VSVMOp_INVARIANT \
	(VSVMOp.changed <= 1 && \
	 IMPLIES(VSVMOp.changed == 0, \
	         ALL(g, GUEST_PAGES, VSVMSwitch.seen[g] == 0 || \
	                             VSVMSwitch.seen[g] == VNPTIntro.page[g])))

/** Let page g of the guest's memory be the page that the thread that runs has at va, where its
 * program may write.  The virtual machine is its own. */
void vm_map(gpage_t g, uaddr_t va);
#define vm_map_PRE(g, va)     npt_insert_PRE(g, va)
#define vm_map_ASSIGNS(g, va) npt_insert_ASSIGNS(g, va), VAR(VSVMOp.changed)
#define vm_map_POST(g, va) \
	(npt_insert_POST(g, va) && \
	 CLAUSE(VSVMOp.changed == OLD(VNPTIntro.page[g] != 0 ? 1 : VSVMOp.changed)))

/** Take the virtual machine from who has it: the guest's memory has no page any more. */
void vm_leave(void);
#define vm_leave_PRE()     vm_drop_PRE()
#define vm_leave_ASSIGNS() vm_drop_ASSIGNS(), VAR(VSVMOp.changed)
#define vm_leave_POST()    (vm_drop_POST() && CLAUSE(VSVMOp.changed == 1))

/** Let the guest go on as the control block says; its memory is as it is.  Returns when it exits:
 * why, the control block says then.  Of going on where it exited, see svm_switch. */
void svm_run(void);
#define svm_run_PRE()     (CAN_RUN && CAN_GO_ON_THERE)
#define svm_run_ASSIGNS() \
	svm_switch_ASSIGNS(), VAR(VMCB.word[VMCB_TLB_CONTROL]), VAR(VSVMOp.changed)
#define svm_run_POST() \
	(svm_switch_POST() && CLAUSE(VMCB.word[VMCB_TLB_CONTROL] == OLD(VSVMOp.changed)) && \
	 CLAUSE(VSVMOp.changed == 0))

#endif
