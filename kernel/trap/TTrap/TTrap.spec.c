/* TTrap: the executable specification. */
#include <TTrap.h>

/* ---- answers --------------------------------------------------------------------------------- */

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

void spec_sys_none(void)
{
	answer_0(SYS_E_CALL);
}

void spec_sys_done(void)
{
	answer_0(SYS_OK);
}

/* ---- processes ------------------------------------------------------------------------------- */

void spec_sys_getpid(void)
{
	answer_1(SYS_OK, ME);
}

link_t spec_proc_start(image_t i, code_t entry)
{
	link_t t = spec_proc_create(i, entry);

	if (t != NIL) {
		TTrap.life[t] = PROC_RUNS;
		TTrap.program[t] = i;
		TTrap.status[t] = 0;
		TTrap.pages[t] = 0;
	}
	return t;
}

static flag_t some_dead(void) COMPUTED(SOME_DEAD)

link_t spec_sys_spawn(code_t entry)
{
	word_t e = some_dead() ? SYS_E_FILE : SYS_E_MEMORY;
	link_t t = ARG(1) < NIMAGES ? spec_proc_start(ARG(1), entry) : NIL;

	answer_1(t != NIL ? SYS_OK : e, t);
	return t;
}

static void end(thread_t t, word_t status)
{
	TTrap.life[t] = PROC_ENDS;
	TTrap.status[t] = status;
}

static void wake_all(queue_t q)
{
	while (LENGTH(q) != 0)
		spec_thread_wakeup(q);
}

void spec_sys_kill(void)
{
	word_t t = ARG(1);

	if (!RUNS(t)) {
		answer_0(SYS_E_PID);
		return;
	}
	end(t, SYS_KILLED);
	if (PAbQueue.state[t] == THREAD_SLEEP)
		wake_all(TTrap.awaited[t]);
	answer_0(SYS_OK);
}

void spec_sys_exit(word_t status)
{
	if (TTrap.life[ME] == PROC_RUNS)
		end(ME, status);
}

void spec_sys_status(void)
{
	thread_t t = ARG(1) % NTHREADS;
	word_t v[] = {TTrap.life[t], TTrap.program[t], TTrap.status[t], TTrap.pages[t]};

	answer(WAS_PROCESS(ARG(1)) ? SYS_OK : SYS_E_PID, 4, v);
}

u32 spec_proc_state(thread_t t)
{
	return TTrap.life[t];
}

void spec_proc_leave(void)
{
	TTrap.life[ME] = PROC_ENDED;
	PIPCIntro.busy[OWN] = 0;
	PIPCIntro.content[OWN] = 0;
	wake_all(ME);
	if (IS_MINE)
		spec_vm_leave();
}

static flag_t is_user(vaddr_t va) COMPUTED(IS_USER(va))

frame_t spec_page_fault(void)
{
	frame_t f = is_user(MISSED) ? spec_proc_page(MISSED) : 0;

	if (f != 0)
		TTrap.pages[ME]++;
	return f;
}

/* ---- channels -------------------------------------------------------------------------------- */

flag_t spec_sys_send(void)
{
	word_t c = ARG(1);
	flag_t sent = RUNS(c) ? spec_chan_send(c, ARG(2)) : 0;

	answer_0(!RUNS(c) ? SYS_E_CHAN : sent == 1 ? SYS_OK : SYS_E_FULL);
	return sent;
}

void spec_sys_check(void)
{
	answer_1(SYS_OK, PIPCIntro.busy[OWN]);
}

void spec_sys_recv(void)
{
	if (PIPCIntro.busy[OWN] == 0)
		answer_0(SYS_E_EMPTY);
	else
		answer_1(SYS_OK, spec_chan_recv());
}

link_t spec_sys_wait(void)
{
	word_t c = ARG(1);

	answer_0(RUNS(c) ? SYS_OK : SYS_E_CHAN);
	if (!RUNS(c))
		return NIL;
	TTrap.awaited[ME] = c;
	return c;
}

/* ---- console, files, clock ------------------------------------------------------------------- */

void spec_sys_write(void)
{
	word_t n = ARG(1);

	for (u32 k = 0; n <= SYS_CHARS && k < n; k++)
		spec_console_write(SYS_BYTE(k));
	answer_0(n <= SYS_CHARS ? SYS_OK : SYS_E_SIZE);
}

flag_t spec_sys_read(void)
{
	u32 byte = spec_console_read();

	answer_1(byte == CONSOLE_NONE ? SYS_E_EMPTY : SYS_OK, byte);
	return byte == CONSOLE_NONE ? 0 : 1;
}

void spec_sys_file_size(void)
{
	answer_1(IS_FILE ? SYS_OK : SYS_E_FILE, Files.bytes[ARG(1) % NFILES]);
}

void spec_sys_file_name(void)
{
	answer(IS_FILE ? SYS_OK : SYS_E_FILE, NAME_WORDS, Files.name[ARG(1) % NFILES]);
}

void spec_sys_file_page(void)
{
	word_t i = ARG(1), page = ARG(2);

	if (!IS_FILE) {
		answer_0(SYS_E_FILE);
	} else if (!HAS_FILE_PAGE) {
		answer_0(SYS_E_SIZE);
	} else if (!IS_MY_PAGE(ARG(3))) {
		answer_0(SYS_E_ADDR);
	} else {
		for (u32 w = 0; w < ENTRIES; w++)
			spec_page_store(PAGE(ME, ARG(3)) / PAGE_SIZE * PAGE_SIZE + w * 4,
			                FILE_PAGE_WORD(i, page, w));
		answer_0(SYS_OK);
	}
}

void spec_sys_clock(void)
{
	word_t v[] = {Clock.khz, CLOCK_TICKS};

	answer(SYS_OK, 2, v);
}

/* ---- the virtual machine --------------------------------------------------------------------- */

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

/* ---- traps ----------------------------------------------------------------------------------- */

static flag_t serve_call(word_t number, code_t entry)
{
	queue_t q;

	switch (number) {
	case SYS_YIELD:
		spec_sys_done();
		spec_thread_yield();
		return 0;
	case SYS_EXIT:
		spec_sys_exit(ARG(1));
		return 0;
	case SYS_WAIT:
		q = spec_sys_wait();
		if (q != NIL)
			spec_chan_wait(q);
		return 0;
	case SYS_VM_RUN:
		if (spec_sys_vm_enter())
			spec_svm_run();
		return 0;
	case SYS_SEND:
		if (spec_sys_send() == 0 || ARG(3) == 0)
			break;
		spec_thread_yield();
		return 0;
	case SYS_KILL:
		spec_sys_kill();
		return 0;
	case SYS_SPAWN:
		spec_sys_spawn(entry);
		break;
	case SYS_READ:
		spec_sys_read();
		break;
#define BODY(number, body) \
	case number: \
		spec_##body(); \
		break;
	BODY(SYS_GETPID, sys_getpid)
	BODY(SYS_STATUS, sys_status)
	BODY(SYS_CHECK, sys_check)
	BODY(SYS_RECV, sys_recv)
	BODY(SYS_WRITE, sys_write)
	BODY(SYS_FILE_SIZE, sys_file_size)
	BODY(SYS_FILE_NAME, sys_file_name)
	BODY(SYS_FILE_PAGE, sys_file_page)
	BODY(SYS_CLOCK, sys_clock)
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
		spec_sys_none();
	}
	return 1;
}

flag_t spec_trap_serve(u32 trap, code_t entry)
{
	if (trap == TRAP_SYSTEM_CALL)
		return serve_call(ARG(0), entry);
	if (TRAP_CLOCK <= trap && trap < TRAP_CLOCK + 16) {
		spec_thread_yield();
		return 0;
	}
	if (trap == TRAP_PAGE_FAULT && spec_page_fault() != 0)
		return 1;
	spec_sys_exit(SYS_FAULTED);
	return 0;
}
