/* TSysCall: the kernel as programs see it.  Underlay: TTrap.  Spec: TSysCall.h.  Where a process
 * starts is in TSysCall.S */
#include <underlay.h>

#define KERNEL_THREAD 0u /* it buries processes, and sleeps in the queue of its own number */
#define INTERRUPTS    16u /* traps from TRAP_CLOCK on */

/* Nothing may follow what lets others run, or the guest: by then another call may be served. */
static void serve_call(word_t number, code_t entry)
{
	queue_t q;

	switch (number) {
	case SYS_GETPID:
		sys_getpid();
		break;
	case SYS_YIELD:
		sys_done();
		thread_yield();
		break;
	case SYS_EXIT:
		sys_exit(uctx_arg(1));
		break;
	case SYS_SPAWN:
		sys_spawn(entry);
		break;
	case SYS_KILL:
		sys_kill();
		break;
	case SYS_STATUS:
		sys_status();
		break;
	case SYS_SEND:
		sys_send();
		break;
	case SYS_CHECK:
		sys_check();
		break;
	case SYS_RECV:
		sys_recv();
		break;
	case SYS_WAIT:
		q = sys_wait();
		if (q != NIL)
			chan_wait(q);
		break;
	case SYS_WRITE:
		sys_write();
		break;
	case SYS_READ:
		if (!sys_read() && is_empty(READY_QUEUE))
			console_wait();
		break;
	case SYS_FILE_SIZE:
		sys_file_size();
		break;
	case SYS_FILE_NAME:
		sys_file_name();
		break;
	case SYS_FILE_PAGE:
		sys_file_page();
		break;
	case SYS_CLOCK:
		sys_clock();
		break;
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
		break;
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
		sys_none();
	}
}

void trap_serve(u32 trap, code_t entry)
{
	if (trap == TRAP_SYSTEM_CALL) {
		serve_call(uctx_arg(0), entry);
	} else if (trap - TRAP_CLOCK < INTERRUPTS) {
		thread_yield();
	} else if (trap != TRAP_PAGE_FAULT || page_fault() == 0) {
		console_report(get_curid(), trap, uctx_fault());
		sys_exit(SYS_FAULTED);
	}
}

/* Returns how many processes are left. */
static u32 bury(void)
{
	u32 left = 0;

	for (thread_t t = 1; t < NTHREADS; t++) {
		u32 state = proc_state(t);

		if (state == PROC_ENDED && get_state(t) == THREAD_READY)
			thread_kill(READY_QUEUE, t);
		else if (state == PROC_RUNS || state == PROC_ENDS)
			left++;
	}
	return left;
}

/* Processes may all wait for each other.  The last one of them was not let sleep, unless this thread
 * was ready, too: then all are told to look again. */
static void wake_all(void)
{
	for (queue_t q = 0; q < NTHREADS; q++)
		while (thread_wakeup(q) != NIL)
			continue;
}

void proc_main(void)
{
	clock_start();
	while (bury() > 0) {
		if (is_empty(READY_QUEUE))
			wake_all();
		thread_sleep(KERNEL_THREAD);
	}
}
