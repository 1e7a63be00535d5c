/* TTrapVM: the executable specification. */
#include <TTrapVM.h>

static void answer(word_t e, u32 n, const word_t *v)
{
	spec_uctx_set_errno(e);
	for (u32 k = 0; e == SYS_OK && k < n; k++)
		spec_uctx_set_retval(1 + k, v[k]);
}

static void answer_0(word_t e)
{
	answer(e, 0, 0);
}

static void answer_1(word_t e, word_t v)
{
	answer(e, 1, &v);
}

void spec_sys_vm_take(void)
{
	if (!IS_FREE_VM) {
		answer_0(SYS_E_VM);
		return;
	}
	spec_vm_take();
	spec_svm_reset();
	answer_0(SYS_OK);
}

static void vm_answer(word_t v)
{
	answer_1(IS_MINE ? SYS_OK : SYS_E_VM, v);
}

static void vm_done(flag_t right, word_t e)
{
	answer_0(!IS_MINE ? SYS_E_VM : right ? SYS_OK : e);
}

void spec_sys_vm_leave(void)
{
	if (!IS_MINE) {
		answer_0(SYS_E_VM);
		return;
	}
	spec_vm_leave();
	answer_0(SYS_OK);
}

void spec_sys_vm_map(void)
{
	flag_t right = CAN_LEND;

	if (right)
		spec_vm_map(ARG(1), ARG(2));
	vm_done(right, SYS_E_ADDR);
}

flag_t spec_sys_vm_enter(void)
{
	flag_t mine = IS_MINE;

	if (mine) {
		VMCB.word[VMCB_EIP] = ARG(1);
		VMCB.word[VMCB_EAX] = ARG(2);
	}
	vm_done(1, SYS_OK);
	return mine;
}

void spec_sys_sync(void)
{
	if (IS_MINE)
		spec_svm_sync();
	vm_done(1, SYS_OK);
}

void spec_sys_vm_exit(void)
{
	if (!IS_MINE) {
		answer_0(SYS_E_VM);
		return;
	}
	spec_svm_sync();
	answer(SYS_OK, 5, (word_t[]){VMCB.word[VMCB_EXIT_CODE], EXIT_DETAIL,
	                             VMCB.word[VMCB_EXIT_INFO_2], VMCB.word[VMCB_EIP],
	                             VMCB.word[VMCB_EAX]});
}

void spec_sys_get_reg(void)
{
	word_t r = ARG(1);

	answer_1(!IS_MINE ? SYS_E_VM : r < VM_REGS ? SYS_OK : SYS_E_REG,
	         spec_svm_get_reg(r));
}

void spec_sys_set_reg(void)
{
	vm_done(IS_MINE && spec_svm_set_reg(ARG(1), ARG(2)) == 1, SYS_E_REG);
}

void spec_sys_set_seg(void)
{
	vm_done(IS_MINE && spec_vmcb_set_seg(ARG(1), ARG(2), ARG(3), ARG(4), ARG(5)) == 1,
	        SYS_E_SEG);
}

void spec_sys_inject_event(void)
{
	vm_done(IS_MINE && spec_vmcb_inject_event(ARG(1), ARG(2), ARG(3), ARG(4)) == 1,
	        SYS_E_EVENT);
}

void spec_sys_set_intercept_intwin(void)
{
	if (IS_MINE)
		spec_svm_set_intercept_intwin(ARG(1) != 0);
	vm_done(1, SYS_OK);
}

void spec_sys_check_int_shadow(void)
{
	vm_answer(VMCB.word[VMCB_INT_STATE]);
}

void spec_sys_check_pending_event(void)
{
	vm_answer(VMCB.word[VMCB_EVENT] != 0);
}

void spec_sys_get_exit_reason(void)
{
	vm_answer(VMCB.word[VMCB_EXIT_CODE]);
}

void spec_sys_get_exit_io_port(void)
{
	vm_answer(IO_EXIT / 0x10000);
}

void spec_sys_get_exit_io_width(void)
{
	vm_answer(IO_EXIT / 0x10 % 8);
}

void spec_sys_get_exit_io_rep(void)
{
	vm_answer(IO_EXIT / 8 % 2);
}

void spec_sys_get_exit_io_str(void)
{
	vm_answer(IO_EXIT / 4 % 2);
}

void spec_sys_get_exit_io_write(void)
{
	vm_answer(1 - IO_EXIT % 2);
}

void spec_sys_get_exit_io_neip(void)
{
	vm_answer(VMCB.word[VMCB_EXIT_INFO_2]);
}

void spec_sys_get_exit_fault_addr(void)
{
	vm_answer(VMCB.word[VMCB_EXIT_INFO_2]);
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
		answer_0(SYS_E_CALL);
	}
	return 1;
}
