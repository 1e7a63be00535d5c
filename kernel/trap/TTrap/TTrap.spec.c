/* TTrap: the executable specification. */
#include <TTrap.h>

#define BEFORE(e) \at(e, Pre)
/* Word w of frame f is v now, and the others are as page_store leaves them. */
#define FRAME_STORED_IN(f, w, v) \
	(MPTIntro.zero[f] == 0 && WORD_OF(f, w) == (v) && KNOWN_OF(f, w) == 1 && \
	 ALL_FROM(x, FRAME_WORD(f), ENTRIES, IMPLIES(x != FRAME_WORD(f) + (w), \
	     MPTIntro.word[x] == (OLD(MPTIntro.zero[f]) == 1 ? 0 : OLD(MPTIntro.word[x])) && \
	     MPTIntro.known[x] == (OLD(MPTIntro.zero[f]) == 1 ? 1 : OLD(MPTIntro.known[x])))))
/* The first n words of frame f are those of page p of file i. */
#define COPIED(f, n, i, p) \
	ALL_FROM(x, FRAME_WORD(f), n, MPTIntro.known[x] == 1 && \
	         MPTIntro.word[x] == FILE_PAGE_WORD(i, p, x - FRAME_WORD(f)))

/* ---- answers --------------------------------------------------------------------------------- */

/*@ requires at_TTrapArg && IN_KERNEL && IN_CALL && n <= 4;
    assigns ANSWER_ASSIGNS();
    ensures at_TTrapArg && ANSWERS(e, n, v1, v2, v3, v4, 0); */
static void reply(word_t e, u32 n, word_t v1, word_t v2, word_t v3, word_t v4)
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
}

/*@ requires at_TTrapArg && IN_KERNEL && IN_CALL;
    assigns ANSWER_ASSIGNS();
    ensures at_TTrapArg && ANSWERS_0(e); */
static void reply_0(word_t e)
{
	reply(e, 0, 0, 0, 0, 0);
}

/*@ requires at_TTrapArg && IN_KERNEL && IN_CALL;
    assigns ANSWER_ASSIGNS();
    ensures at_TTrapArg && ANSWERS_1(e, v); */
static void reply_1(word_t e, word_t v)
{
	reply(e, 1, v, 0, 0, 0);
}

void spec_sys_done(void)
{
	reply_0(SYS_OK);
}

/* ---- processes ------------------------------------------------------------------------------- */

void spec_sys_getpid(void)
{
	reply_1(SYS_OK, ME);
}

/*@ requires n <= NIL;
    assigns BIRTH_ASSIGNS();
    ensures IS_BORN(n, i); */
static void is_born(link_t n, image_t i)
{
	if (n == NIL)
		return;
	TTrap.life[n] = PROC_RUNS;
	TTrap.program[n] = i;
	TTrap.status[n] = 0;
	TTrap.pages[n] = 0;
	TTrap.receives[n] = 0;
}

link_t spec_proc_start(image_t i, code_t entry)
{
	link_t t = spec_proc_create(i, entry);

	is_born(t, i);
	return t;
}

/*@ assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, SOME_DEAD); */
static flag_t some_dead(void) COMPUTED(SOME_DEAD)

link_t spec_sys_spawn(code_t entry)
{
	word_t e = some_dead() ? SYS_E_FILE : SYS_E_MEMORY;
	word_t i = spec_uctx_arg(1);
	link_t t = i < NIMAGES ? spec_proc_start(i, entry) : NIL;

	reply_1(t != NIL ? SYS_OK : e, t);
	return t;
}

/*@ requires t < NTHREADS;
    assigns TTrap.life[t], TTrap.status[t];
    ensures TTrap.life[t] == PROC_ENDS && TTrap.status[t] == v; */
static void ends(thread_t t, word_t v)
{
	TTrap.life[t] = PROC_ENDS;
	TTrap.status[t] = v;
}

/*@ requires at_TTrap && IN_KERNEL && MBoot.ready == 1 && q < READY_QUEUE;
    assigns thread_wakeup_ASSIGNS(q);
    ensures at_TTrap && WOKEN(q, OLD(FIRST_OF(q))); */
static void wake(queue_t q)
{
	spec_thread_wakeup(q);
	//@ assert invariant_PThread && invariant_TTrap;
}

/*@ requires at_TTrap && IN_KERNEL && MBoot.ready == 1 && q < READY_QUEUE;
    assigns FIRST_WOKEN_ASSIGNS(q);
    ensures at_TTrap && FIRST_WOKEN(OLD(LENGTH(q)), q); */
static void wake_sleepers(queue_t q)
{
	/*@ loop invariant at_TTrap && LENGTH(q) <= BEFORE(LENGTH(q));
	    loop invariant \let n = BEFORE(LENGTH(q)) - LENGTH(q); FIRST_WOKEN_SINCE(BEFORE, n, q);
	    loop assigns FIRST_WOKEN_ASSIGNS(q);
	    loop variant LENGTH(q); */
	while (LENGTH(q) != 0)
		wake(q);
}

void spec_sys_kill(void)
{
	word_t t = spec_uctx_arg(1);

	if (!RUNS(t)) {
		reply_0(SYS_E_PID);
		return;
	}
	ends(t, SYS_KILLED);
	if (PAbQueue.state[t] == THREAD_SLEEP)
		wake_sleepers(TTrap.awaited[t]);
	reply_0(SYS_OK);
}

void spec_sys_exit(word_t status)
{
	if (TTrap.life[ME] == PROC_RUNS)
		ends(ME, status);
}

void spec_sys_status(void)
{
	word_t a = spec_uctx_arg(1);
	thread_t t = a % NTHREADS;

	reply(WAS_PROCESS(a) ? SYS_OK : SYS_E_PID, 4, TTrap.life[t], TTrap.program[t],
	      TTrap.status[t], TTrap.pages[t]);
}

u32 spec_proc_state(thread_t t)
{
	return TTrap.life[t];
}

u32 spec_proc_turn(void)
{
	if (TTrap.receives[ME] == 1) {
		TTrap.receives[ME] = 0;
		spec_sys_recv();
	}
	return TTrap.life[ME];
}

void spec_proc_leave(void)
{
	TTrap.life[ME] = PROC_ENDED;
	PIPCIntro.busy[OWN] = 0;
	PIPCIntro.content[OWN] = 0;
	wake_sleepers(ME);
	spec_vm_end();
}

/*@ assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, IS_USER(va)); */
static flag_t is_user_word(vaddr_t va) COMPUTED(IS_USER(va))

frame_t spec_page_fault(void)
{
	frame_t f = is_user_word(MISSED) ? spec_proc_page(MISSED) : 0;

	/*@ assert ALL(t, NTHREADS, ALL(p, USER_PAGES, IMPLIES(BEFORE(MPTIntro.page[t][p]) != 0,
	        MPTIntro.page[t][p] == BEFORE(MPTIntro.page[t][p])))); */
	//@ assert at_TTrapArg;
	if (f != 0)
		TTrap.pages[ME]++;
	return f;
}

/* ---- channels -------------------------------------------------------------------------------- */

flag_t spec_sys_send(void)
{
	word_t c = spec_uctx_arg(1);
	flag_t sent = RUNS(c) ? spec_chan_send(c, spec_uctx_arg(2)) : 0;

	reply_0(!RUNS(c) ? SYS_E_CHAN : sent == 1 ? SYS_OK : SYS_E_FULL);
	return sent;
}

void spec_sys_check(void)
{
	reply_1(SYS_OK, PIPCIntro.busy[OWN]);
}

void spec_sys_recv(void)
{
	if (PIPCIntro.busy[OWN] == 0)
		reply_0(SYS_E_EMPTY);
	else
		reply_1(SYS_OK, spec_chan_recv());
}

link_t spec_sys_wait(void)
{
	word_t c = spec_uctx_arg(1);

	reply_0(RUNS(c) ? SYS_OK : SYS_E_CHAN);
	if (!RUNS(c))
		return NIL;
	TTrap.awaited[ME] = c;
	return c;
}

/* ---- console, files, clock, memory ----------------------------------------------------------- */

/*@ requires IN_CALL;
    assigns \nothing;
    ensures RESULT == SYS_BYTE(k); */
static word_t byte_to_write(u32 k) COMPUTED(SYS_BYTE(k))

void spec_sys_write(void)
{
	word_t n = spec_uctx_arg(1);

	/*@ loop invariant 0 <= k <= (n <= SYS_CHARS ? n : 0) && at_TTrap;
	    loop invariant \let m = k; WRITTEN_SINCE(BEFORE, m);
	    loop assigns k, Console.output[0 .. CONSOLE_WRITTEN - 1];
	    loop variant n - k; */
	for (u32 k = 0; n <= SYS_CHARS && k < n; k++)
		spec_console_write(byte_to_write(k));
	reply_0(n <= SYS_CHARS ? SYS_OK : SYS_E_SIZE);
}

flag_t spec_sys_read(void)
{
	u32 byte = spec_console_read();

	reply_1(byte == CONSOLE_NONE ? SYS_E_EMPTY : SYS_OK, byte);
	return byte == CONSOLE_NONE ? 0 : 1;
}

/*@ requires IN_CALL;
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, IS_FILE); */
static flag_t there_is_file(void) COMPUTED(IS_FILE)

/*@ requires IN_CALL && IS_FILE;
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, HAS_FILE_PAGE); */
static flag_t has_page(void) COMPUTED(HAS_FILE_PAGE)

void spec_sys_file_size(void)
{
	index_t i = spec_uctx_arg(1) % NFILES;

	reply_1(there_is_file() ? SYS_OK : SYS_E_FILE, Files.bytes[i]);
}

void spec_sys_file_name(void)
{
	index_t i = spec_uctx_arg(1) % NFILES;

	reply(there_is_file() ? SYS_OK : SYS_E_FILE, NAME_WORDS, Files.name[i][0], Files.name[i][1],
	      Files.name[i][2], Files.name[i][3]);
}

/* Let word w of frame f, which is data, be v. */
/*@ requires at_TTrap && IN_KERNEL && IS_DATA(f) && LEAST_FRAME <= f && w < ENTRIES;
    assigns page_store_ASSIGNS(f * PAGE_SIZE, 0);
    ensures at_TTrap && FRAME_STORED_IN(f, w, v); */
static void store_word(frame_t f, u32 w, word_t v)
{
	paddr_t a = f * PAGE_SIZE + w * 4;

	//@ assert a / PAGE_SIZE == f && WORD_INDEX(a) == FRAME_WORD(f) + w;
	spec_page_store(a, v);
	//@ assert invariant_MPTIntro && invariant_MPTNew;
	//@ assert at_PUCtx && invariant_PProc;
}

/*@ requires invariant_Files && i < NFILES && w < ENTRIES;
    requires p * ENTRIES < WORDS_OF(Files.bytes[i]);
    assigns \nothing;
    ensures RESULT == FILE_PAGE_WORD(i, p, w); */
static word_t page_word(index_t i, u32 p, u32 w) COMPUTED(FILE_PAGE_WORD(i, p, w))

/* Let frame f, which is data, be page p of file i, which has one. */
/*@ requires at_TTrap && IN_KERNEL && IS_DATA(f) && LEAST_FRAME <= f && i < NFILES;
    requires p * ENTRIES < WORDS_OF(Files.bytes[i]);
    assigns page_store_ASSIGNS(f * PAGE_SIZE, 0);
    ensures at_TTrap && MPTIntro.zero[f] == 0 && COPIED(f, ENTRIES, i, p); */
static void copy_file(frame_t f, index_t i, u32 p)
{
	/*@ loop invariant 0 <= w <= ENTRIES && at_TTrap && IS_DATA(f);
	    loop invariant IMPLIES(0 < w, MPTIntro.zero[f] == 0);
	    loop invariant COPIED(f, w, i, p);
	    loop assigns w, page_store_ASSIGNS(f * PAGE_SIZE, 0);
	    loop variant ENTRIES - w; */
	for (u32 w = 0; w < ENTRIES; w++)
		store_word(f, w, page_word(i, p, w));
}

void spec_sys_file_page(void)
{
	word_t i = spec_uctx_arg(1);
	word_t page = spec_uctx_arg(2);
	frame_t f = spec_user_frame(spec_uctx_arg(3));

	//@ assert IMPLIES(f != 0, STORE_WORD(ME, ARG(3)) / PAGE_SIZE == f);
	if (!there_is_file()) {
		reply_0(SYS_E_FILE);
	} else if (!has_page()) {
		reply_0(SYS_E_SIZE);
	} else if (f == 0) {
		reply_0(SYS_E_ADDR);
	} else {
		copy_file(f, i, page);
		reply_0(SYS_OK);
	}
}

void spec_sys_clock(void)
{
	reply(SYS_OK, 2, Clock.khz, CLOCK_TICKS, 0, 0);
}

void spec_sys_memory(void)
{
	reply_1(SYS_OK, RAM.kib);
}

/* ---- traps ----------------------------------------------------------------------------------- */

/*@ requires at_TTrap && IN_KERNEL && trap_serve_PRE(TRAP_SYSTEM_CALL, entry);
    requires number == ARG(0);
    assigns trap_serve_ASSIGNS(TRAP_SYSTEM_CALL, entry);
    ensures at_TTrap; */
static flag_t do_call(word_t number, code_t entry)
{
	queue_t q;

	switch (number) {
	case SYS_YIELD:
		spec_sys_done();
		spec_thread_yield();
		return 0;
	case SYS_EXIT:
		spec_sys_exit(spec_uctx_arg(1));
		return 0;
	case SYS_WAIT:
		q = spec_sys_wait();
		if (q != NIL)
			spec_chan_wait(q);
		return 0;
	case SYS_SEND:
		if (spec_sys_send() == 0 || spec_uctx_arg(3) == SYS_THEN_RETURN)
			break;
		if (spec_uctx_arg(3) == SYS_THEN_RECEIVE)
			TTrap.receives[ME] = 1;
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
	BODY(SYS_MEMORY, sys_memory)
#undef BODY
	default:
		//@ assert IN_CALL;
		return spec_vm_serve(number);
	}
	return 1;
}

flag_t spec_trap_serve(u32 trap, code_t entry)
{
	if (trap == TRAP_SYSTEM_CALL)
		return do_call(spec_uctx_arg(0), entry);
	if (TRAP_CLOCK <= trap && trap < TRAP_CLOCK + 16) {
		spec_thread_yield();
		return 0;
	}
	if (trap == TRAP_PAGE_FAULT && spec_page_fault() != 0)
		return 1;
	spec_sys_exit(SYS_FAULTED);
	return 0;
}
