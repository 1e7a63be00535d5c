/** @file
 * TTrapVM: the system calls for the virtual machine.
 *
 * It is one process's at a time, and to the others every call says so.  Beside them TTrap needs to
 * know only that there are such calls: in a kernel without virtual machines TTrapBare takes its
 * place.
 */
#ifndef TTRAPVM_H
#define TTRAPVM_H
#include <TTrapArg.h>
#include <VSVM.h>

/** It is the kernel that runs, and no program, nor the guest. */
#define IN_KERNEL (!PUCtx_IN_RING3 && !VSVMSwitch_IN_GUEST)

/** The virtual machine is the process's that runs. */
#define IS_MINE (VNPTInit.owner == ME + 1)

/** Error of a call that needs nothing but that the virtual machine is the caller's. */
#define VM_ERROR        (OLD(IS_MINE) ? SYS_OK : SYS_E_VM)
#define VM_ANSWERS_1(v) ANSWERS_1(VM_ERROR, v)

/** The virtual machine is the caller's, and its guest as one is made. */
void sys_vm_take(void);
#define sys_vm_take_PRE()     (IN_CALL)
#define sys_vm_take_ASSIGNS() ANSWER_ASSIGNS(), VAR(VNPTInit.owner), svm_reset_ASSIGNS()
#define sys_vm_take_POST() \
	(CLAUSE(VNPTInit.owner == (OLD(IS_FREE_VM) ? ME + 1 : OLD(VNPTInit.owner))) && \
	 CLAUSE(ALL(r, GREGS, VSVMSwitch.reg[r] == \
	            (OLD(IS_FREE_VM) ? 0 : OLD(VSVMSwitch.reg[r])))) && \
	 CLAUSE(ALL(k, VMCB_WORDS, VMCB.word[k] == \
	            (OLD(IS_FREE_VM) ? VMCB_MADE(k) : OLD(VMCB.word[k])))) && \
	 ANSWERS_0(OLD(IS_FREE_VM) ? SYS_OK : SYS_E_VM))
/** There is a virtual machine, and nobody has it. */
#define IS_FREE_VM (VMCB.present == 1 && VNPTInit.owner == 0)

/** The caller gives the virtual machine back. */
void sys_vm_leave(void);
#define sys_vm_leave_PRE()     (IN_CALL)
#define sys_vm_leave_ASSIGNS() ANSWER_ASSIGNS(), vm_leave_ASSIGNS()
#define sys_vm_leave_POST()    (LEFT_IF(OLD(IS_MINE)) && ANSWERS_0(VM_ERROR))

/** Let page ARG(1) of the guest's memory be the caller's page at ARG(2), which it has and may
 * write to. */
void sys_vm_map(void);
#define sys_vm_map_PRE() (IN_CALL)
#define sys_vm_map_ASSIGNS() \
	ANSWER_ASSIGNS(), VAR(VNPTIntro.page[ARG(1) % GUEST_PAGES]), \
	VAR(VNPTInit.lent[ARG(1) % GUEST_PAGES]), VAR(VSVMOp.changed)
#define sys_vm_map_POST() \
	(CLAUSE(VNPTIntro.page[THAT_PAGE] == (OLD(CAN_LEND) ? OLD(PAGE(ME, ARG(2))) / PAGE_SIZE \
	                                     : OLD(VNPTIntro.page[ARG(1) % GUEST_PAGES]))) && \
	 CLAUSE(VNPTInit.lent[THAT_PAGE] == (OLD(CAN_LEND) ? PAGE_OF(WAS_ARG(2)) \
	                                    : OLD(VNPTInit.lent[ARG(1) % GUEST_PAGES]))) && \
	 CLAUSE(VSVMOp.changed == (OLD(CAN_LEND && VNPTIntro.page[ARG(1) % GUEST_PAGES] != 0) ? 1 \
	                           : OLD(VSVMOp.changed))) && \
	 ANSWERS_0(!OLD(IS_MINE) ? SYS_E_VM : OLD(CAN_LEND) ? SYS_OK : SYS_E_ADDR))
#define CAN_LEND  (IS_MINE && ARG(1) < GUEST_PAGES && IS_MY_PAGE(ARG(2)))
#define THAT_PAGE (WAS_ARG(1) % GUEST_PAGES)

/** The guest is to go on at ARG(1), with ARG(2) in EAX.  Returns 1 if it can. */
flag_t sys_vm_enter(void);
#define sys_vm_enter_PRE() (IN_CALL)
#define sys_vm_enter_ASSIGNS() \
	ANSWER_ASSIGNS(), svm_set_reg_ASSIGNS(VM_EIP, 0), svm_set_reg_ASSIGNS(VM_EAX, 0)
#define sys_vm_enter_POST() \
	(CLAUSE(RESULT == (OLD(IS_MINE) ? 1 : 0)) && \
	 CLAUSE(VMCB.word[VMCB_EIP] == (RESULT == 1 ? WAS_ARG(1) : OLD(VMCB.word[VMCB_EIP]))) && \
	 CLAUSE(VMCB.word[VMCB_EAX] == (RESULT == 1 ? WAS_ARG(2) : OLD(VMCB.word[VMCB_EAX]))) && \
	 CLAUSE(VSVMSwitch.reg[GREG_OF_REG(VM_EAX)] == \
	        OLD(VSVMSwitch.reg[GREG_OF_REG(VM_EAX)])) && \
	 ANSWERS_0(VM_ERROR))

/** After an exit: deliver again what it has interrupted, close an open window. */
void sys_sync(void);
#define sys_sync_PRE()     (IN_CALL)
#define sys_sync_ASSIGNS() ANSWER_ASSIGNS(), svm_sync_ASSIGNS()
#define sys_sync_POST()    (SYNCED_IF(OLD(IS_MINE)) && ANSWERS_0(VM_ERROR))
/** If s, what svm_sync does; else all is as it was. */
#define SYNCED_IF(s) \
	(CLAUSE(VMCB.word[VMCB_INTERCEPT_1] == \
	        (!(s) ? OLD(VMCB.word[VMCB_INTERCEPT_1]) \
	         : INTERCEPTS_1 + (OLD(STAYS_OPEN) ? INTERCEPTS_WINDOW : 0))) && \
	 CLAUSE(VMCB.word[VMCB_INT_CTL] == \
	        (!(s) ? OLD(VMCB.word[VMCB_INT_CTL]) \
	         : INT_MASKING + (OLD(STAYS_OPEN) ? INT_WAITS : 0))) && \
	 CLAUSE(VMCB.word[VMCB_EVENT] == ((s) && OLD(WAS_INTERRUPTED) \
	        ? OLD(VMCB.word[VMCB_EXIT_EVENT]) : OLD(VMCB.word[VMCB_EVENT]))) && \
	 CLAUSE(VMCB.word[VMCB_EVENT_ERROR] == ((s) && OLD(WAS_INTERRUPTED && EXIT_HAS_ERROR) \
	        ? OLD(VMCB.word[VMCB_EXIT_EVENT + 1]) : OLD(VMCB.word[VMCB_EVENT_ERROR]))))
#define STAYS_OPEN (WAITS && VMCB.word[VMCB_EXIT_CODE] != EXIT_WINDOW)

/** Why the guest exited, in one call, after what sys_sync does: the reason; after EXIT_IO or
 * EXIT_MSR what it did; EIP behind the instruction or the guest's address; its EIP; its EAX. */
void sys_vm_exit(void);
#define sys_vm_exit_PRE()     (IN_CALL)
#define sys_vm_exit_ASSIGNS() ANSWER_ASSIGNS(), svm_sync_ASSIGNS()
#define sys_vm_exit_POST() \
	(SYNCED_IF(OLD(IS_MINE)) && \
	 ANSWERS(VM_ERROR, 5, VMCB.word[VMCB_EXIT_CODE], EXIT_DETAIL, VMCB.word[VMCB_EXIT_INFO_2], \
	         VMCB.word[VMCB_EIP], VMCB.word[VMCB_EAX]))
#define EXIT_DETAIL \
	(VMCB.word[VMCB_EXIT_CODE] == EXIT_IO \
	 ? IO_EXIT / 0x10000 * 0x10000 + IO_EXIT / 0x10 % 8 + IO_EXIT / 8 % 2 * SYS_VM_IO_REP + \
	   IO_EXIT / 4 % 2 * SYS_VM_IO_STRING + (1 - IO_EXIT % 2) * SYS_VM_IO_OUT \
	 : VMCB.word[VMCB_EXIT_CODE] == EXIT_MSR ? IO_EXIT % 2 * SYS_VM_IO_OUT : 0)

/** Register ARG(1) of the guest. */
void sys_get_reg(void);
#define sys_get_reg_PRE()     (IN_CALL)
#define sys_get_reg_ASSIGNS() ANSWER_ASSIGNS()
#define sys_get_reg_POST() \
	ANSWERS_1(!OLD(IS_MINE) ? SYS_E_VM : WAS_ARG(1) < VM_REGS ? SYS_OK : SYS_E_REG, \
	          VM_REG(WAS_ARG(1)))

/** Let register ARG(1) of the guest be ARG(2). */
void sys_set_reg(void);
#define sys_set_reg_PRE()     (IN_CALL)
#define sys_set_reg_ASSIGNS() ANSWER_ASSIGNS(), svm_set_reg_ASSIGNS(ARG(1), ARG(2))
#define sys_set_reg_POST() \
	(CLAUSE(VMCB.word[WORD_OF_REG(WAS_ARG(1))] == \
	        (OLD(SETS_REG && IN_BLOCK(ARG(1))) ? WAS_ARG(2) \
	         : OLD(VMCB.word[WORD_OF_REG(ARG(1))]))) && \
	 CLAUSE(VSVMSwitch.reg[GREG_OF_REG(WAS_ARG(1))] == \
	        (OLD(SETS_REG && !IN_BLOCK(ARG(1))) ? WAS_ARG(2) \
	         : OLD(VSVMSwitch.reg[GREG_OF_REG(ARG(1))]))) && \
	 ANSWERS_0(!OLD(IS_MINE) ? SYS_E_VM : OLD(SETS_REG) ? SYS_OK : SYS_E_REG))
#define SETS_REG (IS_MINE && ARG(1) < VM_REGS && REG_TAKES(ARG(1), ARG(2)))

/** Let segment ARG(1) of the guest have selector ARG(2), base ARG(3), limit ARG(4), attributes
 * ARG(5). */
void sys_set_seg(void);
#define sys_set_seg_PRE() (IN_CALL)
#define sys_set_seg_ASSIGNS() \
	ANSWER_ASSIGNS(), PART(VMCB.word, VMCB_SEGMENT(ARG(1) % SEGMENTS_OF_GUEST), 3)
#define sys_set_seg_POST() \
	(CLAUSE(VMCB.word[THAT_SEGMENT] == (OLD(SETS_SEG) ? SEGMENT_BITS(WAS_ARG(5)) * 0x10000 + \
	        WAS_ARG(2) : OLD(VMCB.word[A_SEGMENT]))) && \
	 CLAUSE(VMCB.word[THAT_SEGMENT + 1] == \
	        (OLD(SETS_SEG) ? WAS_ARG(4) : OLD(VMCB.word[A_SEGMENT + 1]))) && \
	 CLAUSE(VMCB.word[THAT_SEGMENT + 2] == \
	        (OLD(SETS_SEG) ? WAS_ARG(3) : OLD(VMCB.word[A_SEGMENT + 2]))) && \
	 ANSWERS_0(!OLD(IS_MINE) ? SYS_E_VM : OLD(SETS_SEG) ? SYS_OK : SYS_E_SEG))
#define SETS_SEG     (IS_MINE && IS_SEGMENT_OF(ARG(1), ARG(2)))
#define A_SEGMENT    VMCB_SEGMENT(ARG(1) % SEGMENTS_OF_GUEST)
#define THAT_SEGMENT VMCB_SEGMENT(WAS_ARG(1) % SEGMENTS_OF_GUEST)

/** Let an event be delivered as the guest goes on: type ARG(1), vector ARG(2), error code ARG(3) if
 * ARG(4) is 1. */
void sys_inject_event(void);
#define sys_inject_event_PRE() (IN_CALL)
#define sys_inject_event_ASSIGNS() \
	ANSWER_ASSIGNS(), VAR(VMCB.word[VMCB_EVENT]), VAR(VMCB.word[VMCB_EVENT_ERROR])
#define sys_inject_event_POST() \
	(CLAUSE(VMCB.word[VMCB_EVENT] == (OLD(INJECTS) \
	        ? EVENT_WORD(WAS_ARG(1), WAS_ARG(2), WAS_ARG(4)) : OLD(VMCB.word[VMCB_EVENT]))) && \
	 CLAUSE(VMCB.word[VMCB_EVENT_ERROR] == (OLD(INJECTS) && WAS_ARG(4) == 1 ? WAS_ARG(3) \
	                                        : OLD(VMCB.word[VMCB_EVENT_ERROR]))) && \
	 ANSWERS_0(!OLD(IS_MINE) ? SYS_E_VM : OLD(INJECTS) ? SYS_OK : SYS_E_EVENT))
#define INJECTS \
	(IS_MINE && VMCB.word[VMCB_EVENT] == 0 && IS_EVENT_OF(ARG(1), ARG(2), ARG(4)))

/** Let the guest exit as soon as it lets in an interrupt, if ARG(1) is not 0; else not. */
void sys_set_intercept_intwin(void);
#define sys_set_intercept_intwin_PRE() (IN_CALL)
#define sys_set_intercept_intwin_ASSIGNS() \
	ANSWER_ASSIGNS(), VAR(VMCB.word[VMCB_INTERCEPT_1]), VAR(VMCB.word[VMCB_INT_CTL])
#define sys_set_intercept_intwin_POST() \
	(CLAUSE(VMCB.word[VMCB_INTERCEPT_1] == \
	        (!OLD(IS_MINE) ? OLD(VMCB.word[VMCB_INTERCEPT_1]) \
	         : INTERCEPTS_1 + (WAS_ARG(1) != 0 ? INTERCEPTS_WINDOW : 0))) && \
	 CLAUSE(VMCB.word[VMCB_INT_CTL] == \
	        (!OLD(IS_MINE) ? OLD(VMCB.word[VMCB_INT_CTL]) \
	         : INT_MASKING + (WAS_ARG(1) != 0 ? INT_WAITS : 0))) && \
	 ANSWERS_0(VM_ERROR))

/** 1 if no interrupt may be delivered before the guest's next instruction. */
void sys_check_int_shadow(void);
#define sys_check_int_shadow_PRE()     (IN_CALL)
#define sys_check_int_shadow_ASSIGNS() ANSWER_ASSIGNS()
#define sys_check_int_shadow_POST()    VM_ANSWERS_1(VMCB.word[VMCB_INT_STATE])

/** 1 if an event is to be delivered already. */
void sys_check_pending_event(void);
#define sys_check_pending_event_PRE()     (IN_CALL)
#define sys_check_pending_event_ASSIGNS() ANSWER_ASSIGNS()
#define sys_check_pending_event_POST()    VM_ANSWERS_1(VMCB.word[VMCB_EVENT] != 0 ? 1 : 0)

/** Why the guest exited. */
void sys_get_exit_reason(void);
#define sys_get_exit_reason_PRE()     (IN_CALL)
#define sys_get_exit_reason_ASSIGNS() ANSWER_ASSIGNS()
#define sys_get_exit_reason_POST()    VM_ANSWERS_1(VMCB.word[VMCB_EXIT_CODE])

/** After EXIT_IO the port. */
void sys_get_exit_io_port(void);
#define sys_get_exit_io_port_PRE()     (IN_CALL)
#define sys_get_exit_io_port_ASSIGNS() ANSWER_ASSIGNS()
#define sys_get_exit_io_port_POST()    VM_ANSWERS_1(IO_EXIT / 0x10000)

/** After EXIT_IO the bytes at a time. */
void sys_get_exit_io_width(void);
#define sys_get_exit_io_width_PRE()     (IN_CALL)
#define sys_get_exit_io_width_ASSIGNS() ANSWER_ASSIGNS()
#define sys_get_exit_io_width_POST()    VM_ANSWERS_1(IO_EXIT / 0x10 % 8)

/** After EXIT_IO 1 if it is repeated. */
void sys_get_exit_io_rep(void);
#define sys_get_exit_io_rep_PRE()     (IN_CALL)
#define sys_get_exit_io_rep_ASSIGNS() ANSWER_ASSIGNS()
#define sys_get_exit_io_rep_POST()    VM_ANSWERS_1(IO_EXIT / 8 % 2)

/** After EXIT_IO 1 if it is from or to memory. */
void sys_get_exit_io_str(void);
#define sys_get_exit_io_str_PRE()     (IN_CALL)
#define sys_get_exit_io_str_ASSIGNS() ANSWER_ASSIGNS()
#define sys_get_exit_io_str_POST()    VM_ANSWERS_1(IO_EXIT / 4 % 2)

/** After EXIT_IO 1 if the guest writes to the port. */
void sys_get_exit_io_write(void);
#define sys_get_exit_io_write_PRE()     (IN_CALL)
#define sys_get_exit_io_write_ASSIGNS() ANSWER_ASSIGNS()
#define sys_get_exit_io_write_POST()    VM_ANSWERS_1(1 - IO_EXIT % 2)

/** After EXIT_IO the EIP behind the instruction. */
void sys_get_exit_io_neip(void);
#define sys_get_exit_io_neip_PRE()     (IN_CALL)
#define sys_get_exit_io_neip_ASSIGNS() ANSWER_ASSIGNS()
#define sys_get_exit_io_neip_POST()    VM_ANSWERS_1(VMCB.word[VMCB_EXIT_INFO_2])

/** After EXIT_PAGE the guest's physical address. */
void sys_get_exit_fault_addr(void);
#define sys_get_exit_fault_addr_PRE()     (IN_CALL)
#define sys_get_exit_fault_addr_ASSIGNS() ANSWER_ASSIGNS()
#define sys_get_exit_fault_addr_POST()    VM_ANSWERS_1(VMCB.word[VMCB_EXIT_INFO_2])

/** Serve the system call of that number, if it is one for the virtual machine.  Returns 1 if only
 * the caller ran, 0 if the guest did. */
flag_t vm_serve(word_t number);
#define vm_serve_PRE(number) \
	(IN_CALL && IMPLIES((number) == SYS_VM_RUN && IS_MINE, GOES_ON_WITH(ARG(1), ARG(2))))
#define vm_serve_ASSIGNS(number) \
	ANSWER_ASSIGNS(), svm_run_ASSIGNS(), EACH(VMCB.word, VMCB_WORDS), \
	EACH(VSVMSwitch.reg, GREGS), vm_leave_ASSIGNS()
/** What the guest does first is stated if it goes on at eip with that EAX (VSVMSwitch.h). */
#define GOES_ON_WITH(eip, eax) \
	(CAN_RUN && VMCB.word[VMCB_EIP] == (eip) && VMCB.word[VMCB_EAX] == (eax) && \
	 CAN_GO_ON_THERE)
/** Of a guest it is not stated what it does as a program lets it run. */
#define IS_STATED(number) ((number) != SYS_VM_RUN || !IS_MINE)

/** The process that runs has ended: the virtual machine is not its own any more. */
void vm_end(void);
#define vm_end_PRE()     (IN_TRAP)
#define vm_end_ASSIGNS() vm_leave_ASSIGNS()
#define vm_end_POST()    LEFT_IF(OLD(IS_MINE))
/** If s, nobody has the virtual machine any more; else all of it is as it was. */
#define LEFT_IF(s) \
	(CLAUSE(VNPTInit.owner == ((s) ? 0 : OLD(VNPTInit.owner))) && \
	 CLAUSE(ALL(g, GUEST_PAGES, VNPTIntro.page[g] == ((s) ? 0 : OLD(VNPTIntro.page[g])))) && \
	 CLAUSE(ALL(g, GUEST_PAGES, VNPTInit.lent[g] == ((s) ? 0 : OLD(VNPTInit.lent[g])))) && \
	 CLAUSE(VSVMOp.changed == ((s) ? 1 : OLD(VSVMOp.changed))))

#endif
