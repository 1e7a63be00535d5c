/* TTrapVM: the executable specification. */
#include <TTrapVM.h>

#define CAN_SERVE (at_TTrapArg && IN_KERNEL)

/*@ requires CAN_SERVE && IN_CALL && n <= 5;
    assigns ANSWER_ASSIGNS();
    ensures at_TTrapArg && ANSWERS(e, n, v1, v2, v3, v4, v5); */
static void reply(word_t e, u32 n, word_t v1, word_t v2, word_t v3, word_t v4, word_t v5)
{
	spec_uctx_set_errno(e);
	if (e != SYS_OK)
		return;
	if (n >= 1)
		spec_uctx_set_retval(1, v1);
	if (n >= 2)
		spec_uctx_set_retval(2, v2);
	if (n >= 3)
		spec_uctx_set_retval(3, v3);
	if (n >= 4)
		spec_uctx_set_retval(4, v4);
	if (n >= 5)
		spec_uctx_set_retval(5, v5);
}

/*@ requires CAN_SERVE && IN_CALL;
    assigns ANSWER_ASSIGNS();
    ensures at_TTrapArg && ANSWERS_0(e); */
static void reply_0(word_t e)
{
	reply(e, 0, 0, 0, 0, 0, 0);
}

/*@ requires CAN_SERVE && IN_CALL;
    assigns ANSWER_ASSIGNS();
    ensures at_TTrapArg && ANSWERS_1(e, v); */
static void reply_1(word_t e, word_t v)
{
	reply(e, 1, v, 0, 0, 0, 0);
}

/*@ assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, IS_FREE_VM); */
static flag_t is_free_vm(void) COMPUTED(IS_FREE_VM)

void spec_sys_vm_take(void)
{
	if (!is_free_vm()) {
		reply_0(SYS_E_VM);
		return;
	}
	spec_vm_take();
	spec_svm_reset();
	reply_0(SYS_OK);
}

/*@ requires CAN_SERVE && IN_CALL;
    assigns ANSWER_ASSIGNS();
    ensures at_TTrapArg && VM_ANSWERS_1(v); */
static void vm_reply(word_t v)
{
	reply_1(IS_MINE ? SYS_OK : SYS_E_VM, v);
}

/*@ requires CAN_SERVE && IN_CALL;
    assigns ANSWER_ASSIGNS();
    ensures at_TTrapArg && ANSWERS_0(!OLD(IS_MINE) ? SYS_E_VM : right != 0 ? SYS_OK : e); */
static void vm_reply_0(flag_t right, word_t e)
{
	reply_0(!IS_MINE ? SYS_E_VM : right ? SYS_OK : e);
}

void spec_sys_vm_leave(void)
{
	if (!IS_MINE) {
		reply_0(SYS_E_VM);
		return;
	}
	spec_vm_leave();
	reply_0(SYS_OK);
}

/*@ requires IN_CALL;
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, CAN_LEND); */
static flag_t can_lend(void) COMPUTED(CAN_LEND)

void spec_sys_vm_map(void)
{
	flag_t right = can_lend();

	if (right)
		spec_vm_map(spec_uctx_arg(1), spec_uctx_arg(2));
	vm_reply_0(right, SYS_E_ADDR);
}

flag_t spec_sys_vm_enter(void)
{
	flag_t mine = IS_MINE;
	word_t eip = spec_uctx_arg(1);
	word_t eax = spec_uctx_arg(2);

	if (mine) {
		VMCB.word[VMCB_EIP] = eip;
		VMCB.word[VMCB_EAX] = eax;
	}
	vm_reply_0(1, SYS_OK);
	return mine;
}

void spec_sys_sync(void)
{
	if (IS_MINE)
		spec_svm_sync();
	vm_reply_0(1, SYS_OK);
}

/*@ assigns \nothing;
    ensures RESULT == EXIT_DETAIL; */
static word_t exit_detail(void) COMPUTED(EXIT_DETAIL)

void spec_sys_vm_exit(void)
{
	if (!IS_MINE) {
		reply_0(SYS_E_VM);
		return;
	}
	spec_svm_sync();
	reply(SYS_OK, 5, VMCB.word[VMCB_EXIT_CODE], exit_detail(), VMCB.word[VMCB_EXIT_INFO_2],
	       VMCB.word[VMCB_EIP], VMCB.word[VMCB_EAX]);
}

void spec_sys_get_reg(void)
{
	word_t r = spec_uctx_arg(1);

	reply_1(!IS_MINE ? SYS_E_VM : r < VM_REGS ? SYS_OK : SYS_E_REG,
	         spec_svm_get_reg(r));
}

void spec_sys_set_reg(void)
{
	vm_reply_0(IS_MINE && spec_svm_set_reg(spec_uctx_arg(1), spec_uctx_arg(2)) == 1,
	           SYS_E_REG);
}

void spec_sys_set_seg(void)
{
	vm_reply_0(IS_MINE && spec_vmcb_set_seg(spec_uctx_arg(1), spec_uctx_arg(2),
	                                        spec_uctx_arg(3), spec_uctx_arg(4),
	                                        spec_uctx_arg(5)) == 1, SYS_E_SEG);
}

void spec_sys_inject_event(void)
{
	vm_reply_0(IS_MINE && spec_vmcb_inject_event(spec_uctx_arg(1), spec_uctx_arg(2),
	                                             spec_uctx_arg(3), spec_uctx_arg(4)) == 1,
	           SYS_E_EVENT);
}

void spec_sys_set_intercept_intwin(void)
{
	if (IS_MINE)
		spec_svm_set_intercept_intwin(spec_uctx_arg(1) != 0);
	vm_reply_0(1, SYS_OK);
}

void spec_sys_check_int_shadow(void)
{
	vm_reply(VMCB.word[VMCB_INT_STATE]);
}

void spec_sys_check_pending_event(void)
{
	vm_reply(VMCB.word[VMCB_EVENT] != 0);
}

void spec_sys_get_exit_reason(void)
{
	vm_reply(VMCB.word[VMCB_EXIT_CODE]);
}

void spec_sys_get_exit_io_port(void)
{
	vm_reply(IO_EXIT / 0x10000);
}

void spec_sys_get_exit_io_width(void)
{
	vm_reply(IO_EXIT / 0x10 % 8);
}

void spec_sys_get_exit_io_rep(void)
{
	vm_reply(IO_EXIT / 8 % 2);
}

void spec_sys_get_exit_io_str(void)
{
	vm_reply(IO_EXIT / 4 % 2);
}

void spec_sys_get_exit_io_write(void)
{
	vm_reply(1 - IO_EXIT % 2);
}

void spec_sys_get_exit_io_neip(void)
{
	vm_reply(VMCB.word[VMCB_EXIT_INFO_2]);
}

void spec_sys_get_exit_fault_addr(void)
{
	vm_reply(VMCB.word[VMCB_EXIT_INFO_2]);
}

void spec_vm_end(void)
{
	if (IS_MINE)
		spec_vm_leave();
}

flag_t spec_vm_serve(word_t number)
{
	switch (number) {
	case SYS_VM_RUN:
		if (spec_sys_vm_enter())
			spec_svm_run();
		return 0;
#define BODY(number, body) \
	case number: \
		spec_##body(); \
		break;
	BODY(SYS_VM_TAKE, sys_vm_take)
	BODY(SYS_VM_LEAVE, sys_vm_leave)
	BODY(SYS_VM_MAP, sys_vm_map)
	BODY(SYS_VM_EXIT, sys_vm_exit)
	BODY(SYS_VM_SYNC, sys_sync)
	BODY(SYS_VM_GET, sys_get_reg)
	BODY(SYS_VM_SET, sys_set_reg)
	BODY(SYS_VM_SEG, sys_set_seg)
	BODY(SYS_VM_INJECT, sys_inject_event)
	BODY(SYS_VM_WINDOW, sys_set_intercept_intwin)
	BODY(SYS_VM_SHADOW, sys_check_int_shadow)
	BODY(SYS_VM_EVENT, sys_check_pending_event)
	BODY(SYS_VM_REASON, sys_get_exit_reason)
	BODY(SYS_VM_PORT, sys_get_exit_io_port)
	BODY(SYS_VM_WIDTH, sys_get_exit_io_width)
	BODY(SYS_VM_REP, sys_get_exit_io_rep)
	BODY(SYS_VM_STRING, sys_get_exit_io_str)
	BODY(SYS_VM_OUT, sys_get_exit_io_write)
	BODY(SYS_VM_NEXT, sys_get_exit_io_neip)
	BODY(SYS_VM_FAULT, sys_get_exit_fault_addr)
#undef BODY
	default:
		reply_0(SYS_E_CALL);
	}
	return 1;
}
