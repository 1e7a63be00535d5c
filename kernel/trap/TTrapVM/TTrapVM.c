/* TTrapVM: the system calls for the virtual machine.  Underlay: TTrapArg.  Spec: TTrapVM.h */
#include <underlay.h>

#define CAN_SERVE (at_TTrapArg && IN_KERNEL)

/* The call returns one result, unless e is an error. */
/*@ requires CAN_SERVE && IN_CALL;
    assigns ANSWER_ASSIGNS();
    ensures at_TTrapArg && ANSWERS_1(e, v); */
static void answer(word_t e, word_t v)
{
	uctx_set_errno(e);
	if (e == SYS_OK)
		uctx_set_retval(1, v);
}

/*@ requires CAN_SERVE && IN_TRAP;
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, IS_MINE); */
static flag_t is_mine(void)
{
	return vm_owner() == get_curid();
}

/* One result of a call that is for who has the virtual machine. */
/*@ requires CAN_SERVE && IN_CALL;
    assigns ANSWER_ASSIGNS();
    ensures at_TTrapArg && VM_ANSWERS_1(v); */
static void vm_answer(word_t v)
{
	answer(is_mine() ? SYS_OK : SYS_E_VM, v);
}

/* The error of a call that was refused, or not. */
/*@ requires CAN_SERVE && IN_CALL;
    assigns ANSWER_ASSIGNS();
    ensures at_TTrapArg && ANSWERS_0(!OLD(IS_MINE) ? SYS_E_VM : right != 0 ? SYS_OK : e); */
static void vm_done(flag_t right, word_t e)
{
	uctx_set_errno(!is_mine() ? SYS_E_VM : right ? SYS_OK : e);
}

void sys_vm_take(void)
{
	if (!svm_present() || vm_owner() != NIL) {
		uctx_set_errno(SYS_E_VM);
		return;
	}
	vm_take();
	svm_reset();
	uctx_set_errno(SYS_OK);
}

void sys_vm_leave(void)
{
	flag_t mine = is_mine();

	if (mine)
		vm_leave();
	uctx_set_errno(mine ? SYS_OK : SYS_E_VM);
}

void sys_vm_map(void)
{
	word_t g = uctx_arg(1);
	word_t va = uctx_arg(2);
	flag_t right = is_mine() && g < GUEST_PAGES && user_frame(va) != 0;

	if (right)
		vm_map(g, va);
	vm_done(right, SYS_E_ADDR);
}

flag_t sys_vm_enter(void)
{
	flag_t mine = is_mine();

	if (mine) {
		svm_set_reg(VM_EIP, uctx_arg(1));
		svm_set_reg(VM_EAX, uctx_arg(2));
	}
	uctx_set_errno(mine ? SYS_OK : SYS_E_VM);
	return mine;
}

void sys_sync(void)
{
	if (is_mine())
		svm_sync();
	vm_done(1, SYS_OK);
}

/*@ requires CAN_SERVE && IN_TRAP;
    assigns \nothing;
    ensures RESULT == EXIT_DETAIL; */
static word_t exit_word(void)
{
	switch (svm_get_exit_reason()) {
	case EXIT_IO:
		return svm_get_exit_io_port() * 0x10000 + svm_get_exit_io_width() +
		       svm_get_exit_io_rep() * SYS_VM_IO_REP +
		       svm_get_exit_io_str() * SYS_VM_IO_STRING +
		       svm_get_exit_io_write() * SYS_VM_IO_OUT;
	case EXIT_MSR: /* the bit that says IN there says WRMSR here */
		return (1 - svm_get_exit_io_write()) * SYS_VM_IO_OUT;
	default:
		return 0;
	}
}

void sys_vm_exit(void)
{
	if (!is_mine()) {
		uctx_set_errno(SYS_E_VM);
		return;
	}
	svm_sync();
	answer(SYS_OK, svm_get_exit_reason());
	uctx_set_retval(2, exit_word());
	uctx_set_retval(3, svm_get_exit_fault_addr());
	uctx_set_retval(4, svm_get_reg(VM_EIP));
	uctx_set_retval(5, svm_get_reg(VM_EAX));
}

void sys_get_reg(void)
{
	word_t r = uctx_arg(1);

	answer(!is_mine() ? SYS_E_VM : r < VM_REGS ? SYS_OK : SYS_E_REG, svm_get_reg(r));
}

void sys_set_reg(void)
{
	vm_done(is_mine() && svm_set_reg(uctx_arg(1), uctx_arg(2)), SYS_E_REG);
}

void sys_set_seg(void)
{
	vm_done(is_mine() && vmcb_set_seg(uctx_arg(1), uctx_arg(2), uctx_arg(3), uctx_arg(4),
	                                  uctx_arg(5)), SYS_E_SEG);
}

void sys_inject_event(void)
{
	vm_done(is_mine() && vmcb_inject_event(uctx_arg(1), uctx_arg(2), uctx_arg(3), uctx_arg(4)),
	        SYS_E_EVENT);
}

void sys_set_intercept_intwin(void)
{
	if (is_mine())
		svm_set_intercept_intwin(uctx_arg(1) != 0);
	vm_done(1, SYS_OK);
}

void sys_check_int_shadow(void)
{
	vm_answer(vmcb_check_int_shadow());
}

void sys_check_pending_event(void)
{
	vm_answer(vmcb_check_pending_event());
}

void sys_get_exit_reason(void)
{
	vm_answer(svm_get_exit_reason());
}

void sys_get_exit_io_port(void)
{
	vm_answer(svm_get_exit_io_port());
}

void sys_get_exit_io_width(void)
{
	vm_answer(svm_get_exit_io_width());
}

void sys_get_exit_io_rep(void)
{
	vm_answer(svm_get_exit_io_rep());
}

void sys_get_exit_io_str(void)
{
	vm_answer(svm_get_exit_io_str());
}

void sys_get_exit_io_write(void)
{
	vm_answer(svm_get_exit_io_write());
}

void sys_get_exit_io_neip(void)
{
	vm_answer(svm_get_exit_io_neip());
}

void sys_get_exit_fault_addr(void)
{
	vm_answer(svm_get_exit_fault_addr());
}

void vm_end(void)
{
	if (is_mine())
		vm_leave();
}

flag_t vm_serve(word_t number)
{
	switch (number) {
	case SYS_VM_TAKE:
		sys_vm_take();
		break;
	case SYS_VM_LEAVE:
		sys_vm_leave();
		break;
	case SYS_VM_MAP:
		sys_vm_map();
		break;
	case SYS_VM_RUN:
		if (sys_vm_enter())
			svm_run();
		return 0;
	case SYS_VM_EXIT:
		sys_vm_exit();
		break;
	case SYS_VM_SYNC:
		sys_sync();
		break;
	case SYS_VM_GET:
		sys_get_reg();
		break;
	case SYS_VM_SET:
		sys_set_reg();
		break;
	case SYS_VM_SEG:
		sys_set_seg();
		break;
	case SYS_VM_INJECT:
		sys_inject_event();
		break;
	case SYS_VM_WINDOW:
		sys_set_intercept_intwin();
		break;
	case SYS_VM_SHADOW:
		sys_check_int_shadow();
		break;
	case SYS_VM_EVENT:
		sys_check_pending_event();
		break;
	case SYS_VM_REASON:
		sys_get_exit_reason();
		break;
	case SYS_VM_PORT:
		sys_get_exit_io_port();
		break;
	case SYS_VM_WIDTH:
		sys_get_exit_io_width();
		break;
	case SYS_VM_REP:
		sys_get_exit_io_rep();
		break;
	case SYS_VM_STRING:
		sys_get_exit_io_str();
		break;
	case SYS_VM_OUT:
		sys_get_exit_io_write();
		break;
	case SYS_VM_NEXT:
		sys_get_exit_io_neip();
		break;
	case SYS_VM_FAULT:
		sys_get_exit_fault_addr();
		break;
	default:
		uctx_set_errno(SYS_E_CALL);
	}
	return 1;
}
