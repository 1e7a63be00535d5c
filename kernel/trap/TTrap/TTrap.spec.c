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

/*@ assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, SOME_DEAD); */
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
	spec_vm_end();
}

/*@ assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, IS_USER(va)); */
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
#undef BODY
	default:
		return spec_vm_serve(number);
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
