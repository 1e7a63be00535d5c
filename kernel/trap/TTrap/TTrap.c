/* TTrap: what each system call does.  Underlay: TTrapArg.  Spec: TTrap.h */
#include <underlay.h>

static u8 life[NTHREADS];
static image_t program[NTHREADS];
static word_t status[NTHREADS];
static u32 pages[NTHREADS];
static chan_t awaited[NTHREADS];

/* ---- answers --------------------------------------------------------------------------------- */

/* The call returns one result, unless e is an error. */
static void answer(word_t e, word_t v)
{
	uctx_set_errno(e);
	if (e == SYS_OK)
		uctx_set_retval(1, v);
}

void sys_none(void)
{
	uctx_set_errno(SYS_E_CALL);
}

void sys_done(void)
{
	uctx_set_errno(SYS_OK);
}

/* ---- processes ------------------------------------------------------------------------------- */

void sys_getpid(void)
{
	answer(SYS_OK, get_curid());
}

static flag_t runs(word_t t)
{
	return t < NTHREADS && life[t] == PROC_RUNS;
}

/* Nothing of an earlier process with this number is left. */
link_t proc_start(image_t i, code_t entry)
{
	link_t t = proc_create(i, entry);

	if (t != NIL) {
		life[t] = PROC_RUNS;
		program[t] = i;
		status[t] = 0;
		pages[t] = 0;
	}
	return t;
}

static flag_t some_thread_is_dead(void)
{
	thread_t t = 0;

	while (t < NTHREADS && get_state(t) != THREAD_DEAD)
		t++;
	return t < NTHREADS;
}

/* Where a thread is left and none is made, it is the program's fault. */
link_t sys_spawn(code_t entry)
{
	word_t file = uctx_arg(1);
	flag_t is_left = some_thread_is_dead();
	link_t t = file < NIMAGES ? proc_start(file, entry) : NIL;

	answer(t != NIL ? SYS_OK : is_left ? SYS_E_FILE : SYS_E_MEMORY, t);
	return t;
}

static void wake_all(queue_t q)
{
	while (thread_wakeup(q) != NIL)
		continue;
}

static void end(thread_t t, word_t s)
{
	life[t] = PROC_ENDS;
	status[t] = s;
}

/* Who sleeps in a queue cannot be taken out of it alone; the others find that they still have to
 * wait. */
void sys_kill(void)
{
	word_t t = uctx_arg(1);

	if (!runs(t)) {
		uctx_set_errno(SYS_E_PID);
		return;
	}
	end(t, SYS_KILLED);
	if (get_state(t) == THREAD_SLEEP)
		wake_all(awaited[t]);
	uctx_set_errno(SYS_OK);
}

void sys_exit(word_t s)
{
	thread_t me = get_curid();

	if (life[me] == PROC_RUNS)
		end(me, s);
}

void sys_status(void)
{
	word_t t = uctx_arg(1);

	if (t >= NTHREADS || life[t] == PROC_NONE) {
		uctx_set_errno(SYS_E_PID);
		return;
	}
	answer(SYS_OK, life[t]);
	uctx_set_retval(2, program[t]);
	uctx_set_retval(3, status[t]);
	uctx_set_retval(4, pages[t]);
}

u32 proc_state(thread_t t)
{
	return life[t];
}

/* From now on nobody can send to it, so what is empty stays empty. */
void proc_leave(void)
{
	thread_t me = get_curid();

	life[me] = PROC_ENDED;
	if (chan_check())
		chan_recv();
	wake_all(me);
	if (vm_owner() == me)
		vm_leave();
}

static flag_t is_user(vaddr_t va)
{
	return USER_BASE <= va && va < USER_END;
}

frame_t page_fault(void)
{
	vaddr_t va = uctx_fault() / 4 * 4;
	frame_t f = is_user(va) ? proc_page(va) : 0;

	if (f != 0)
		pages[get_curid()]++;
	return f;
}

/* ---- channels -------------------------------------------------------------------------------- */

flag_t sys_send(void)
{
	word_t c = uctx_arg(1);
	flag_t sent;

	if (!runs(c)) {
		uctx_set_errno(SYS_E_CHAN);
		return 0;
	}
	sent = chan_send(c, uctx_arg(2));
	uctx_set_errno(sent ? SYS_OK : SYS_E_FULL);
	return sent;
}

void sys_check(void)
{
	answer(SYS_OK, chan_check());
}

void sys_recv(void)
{
	if (chan_check())
		answer(SYS_OK, chan_recv());
	else
		uctx_set_errno(SYS_E_EMPTY);
}

link_t sys_wait(void)
{
	word_t c = uctx_arg(1);

	if (!runs(c)) {
		uctx_set_errno(SYS_E_CHAN);
		return NIL;
	}
	awaited[get_curid()] = c;
	uctx_set_errno(SYS_OK);
	return c;
}

/* ---- console, files, clock ------------------------------------------------------------------- */

void sys_write(void)
{
	word_t n = uctx_arg(1);
	word_t word = 0;

	if (n > SYS_CHARS) {
		uctx_set_errno(SYS_E_SIZE);
		return;
	}
	for (u32 k = 0; k < n; k++) {
		word = k % 4 == 0 ? uctx_arg(2 + k / 4) : word / 0x100;
		console_write(word % 0x100);
	}
	uctx_set_errno(SYS_OK);
}

flag_t sys_read(void)
{
	u32 byte = console_read();

	answer(byte == CONSOLE_NONE ? SYS_E_EMPTY : SYS_OK, byte);
	return byte != CONSOLE_NONE;
}

static flag_t is_file(word_t i)
{
	return i < NFILES && file_bytes(i) != 0;
}

void sys_file_size(void)
{
	word_t i = uctx_arg(1);

	if (is_file(i))
		answer(SYS_OK, file_bytes(i));
	else
		uctx_set_errno(SYS_E_FILE);
}

void sys_file_name(void)
{
	word_t i = uctx_arg(1);

	if (!is_file(i)) {
		uctx_set_errno(SYS_E_FILE);
		return;
	}
	uctx_set_errno(SYS_OK);
	for (index_t k = 0; k < NAME_WORDS; k++)
		uctx_set_retval(1 + k, file_name(i, k));
}

/* The frame of the page that the caller has at va, and may write to; 0 for none. */
static frame_t my_page(word_t va)
{
	u32 page;

	if (!is_user(va) || va % PAGE_SIZE != 0)
		return 0;
	page = pt_read(get_curid(), va);
	return page % PAGE_SIZE == PTE_PRESENT + PTE_USER + PTE_WRITE ? page / PAGE_SIZE : 0;
}

static void copy_page(index_t i, u32 page, frame_t f)
{
	u32 words = (file_bytes(i) + 3) / 4;

	for (u32 w = 0; w < ENTRIES; w++) {
		u32 k = page * ENTRIES + w;

		page_store(f * PAGE_SIZE + w * 4, k < words ? file_word(i, k) : 0);
	}
}

void sys_file_page(void)
{
	word_t i = uctx_arg(1);
	word_t page = uctx_arg(2);
	frame_t f = my_page(uctx_arg(3));

	if (!is_file(i)) {
		uctx_set_errno(SYS_E_FILE);
	} else if (page > (file_bytes(i) - 1) / PAGE_SIZE) {
		uctx_set_errno(SYS_E_SIZE);
	} else if (f == 0) {
		uctx_set_errno(SYS_E_ADDR);
	} else {
		copy_page(i, page, f);
		uctx_set_errno(SYS_OK);
	}
}

void sys_clock(void)
{
	answer(SYS_OK, clock_khz());
	uctx_set_retval(2, CLOCK_TICKS);
}

/* ---- the virtual machine --------------------------------------------------------------------- */

static flag_t is_mine(void)
{
	return vm_owner() == get_curid();
}

/* One result of a call that is for who has the virtual machine. */
static void vm_answer(word_t v)
{
	answer(is_mine() ? SYS_OK : SYS_E_VM, v);
}

/* The error of a call that was refused, or not. */
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
	flag_t right = is_mine() && g < GUEST_PAGES && my_page(va) != 0;

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

/* ---- traps ----------------------------------------------------------------------------------- */

#define INTERRUPTS 16u /* traps from TRAP_CLOCK on */

/* Nothing may follow what lets others run, or the guest: by then another call may be served.
 * Returns 1 if nothing has ended, and only the caller ran. */
static flag_t serve_call(word_t number, code_t entry)
{
	queue_t q;

	switch (number) {
	case SYS_GETPID:
		sys_getpid();
		break;
	case SYS_YIELD:
		sys_done();
		thread_yield();
		return 0;
	case SYS_EXIT:
		sys_exit(uctx_arg(1));
		return 0;
	case SYS_SPAWN:
		sys_spawn(entry);
		break;
	case SYS_KILL:
		sys_kill();
		return 0;
	case SYS_STATUS:
		sys_status();
		break;
	case SYS_SEND:
		if (!sys_send() || uctx_arg(3) == 0)
			break;
		thread_yield();
		return 0;
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
		return 0;
	case SYS_WRITE:
		sys_write();
		break;
	case SYS_READ:
		if (!sys_read() && uctx_arg(1) != 0 && is_empty(READY_QUEUE))
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
		sys_none();
	}
	return 1;
}

flag_t trap_serve(u32 trap, code_t entry)
{
	if (trap == TRAP_SYSTEM_CALL)
		return serve_call(uctx_arg(0), entry);
	if (trap - TRAP_CLOCK < INTERRUPTS) {
		thread_yield();
		return 0;
	}
	if (trap == TRAP_PAGE_FAULT && page_fault() != 0)
		return 1;
	console_report(get_curid(), trap, uctx_fault());
	sys_exit(SYS_FAULTED);
	return 0;
}
