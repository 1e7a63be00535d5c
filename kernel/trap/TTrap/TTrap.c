/* TTrap: what each system call does.  Underlay: TTrapArg.  Spec: TTrap.h */
#include <underlay.h>

static u8 life[NTHREADS];
static image_t program[NTHREADS];
static word_t status[NTHREADS];
static u32 pages[NTHREADS];
static chan_t awaited[NTHREADS];
static u8 receives[NTHREADS];

/* ---- answers --------------------------------------------------------------------------------- */

/* The call returns one result, unless e is an error. */
/*@ requires at_TTrapArg && IN_KERNEL && IN_CALL;
    assigns ANSWER_ASSIGNS();
    ensures at_TTrapArg && ANSWERS_1(e, v); */
static void answer(word_t e, word_t v)
{
	uctx_set_errno(e);
	if (e == SYS_OK)
		uctx_set_retval(1, v);
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

/*@ requires TTrap_RELATION;
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, RUNS(t)); */
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
		receives[t] = 0;
	}
	SPEC(is_born(t, i));
	return t;
}

/*@ requires at_TTrapArg && IN_KERNEL && MBoot.ready == 1;
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, SOME_DEAD); */
static flag_t some_thread_is_dead(void)
{
	thread_t t = 0;

	/*@ loop invariant 0 <= t <= NTHREADS;
	    loop invariant ALL(u, t, PAbQueue.state[u] != THREAD_DEAD);
	    loop assigns t;
	    loop variant NTHREADS - t; */
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

/*@ requires at_TTrapArg && IN_KERNEL && MBoot.ready == 1 && q < READY_QUEUE;
    assigns FIRST_WOKEN_ASSIGNS(q);
    ensures at_TTrapArg && FIRST_WOKEN(OLD(LENGTH(q)), q); */
static void wake_all(queue_t q)
{
	/*@ loop invariant at_TTrapArg && LENGTH(q) <= BEFORE(LENGTH(q));
	    loop invariant \let n = BEFORE(LENGTH(q)) - LENGTH(q); FIRST_WOKEN_SINCE(BEFORE, n, q);
	    loop assigns FIRST_WOKEN_ASSIGNS(q);
	    loop variant LENGTH(q); */
	while (thread_wakeup(q) != NIL)
		continue;
}

/*@ requires TTrap_RELATION && t < NTHREADS;
    assigns life[t], status[t], TTrap.life[t], TTrap.status[t];
    ensures TTrap_RELATION && TTrap.life[t] == PROC_ENDS && TTrap.status[t] == s; */
static void end(thread_t t, word_t s)
{
	life[t] = PROC_ENDS;
	status[t] = s;
	SPEC(ends(t, s));
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

/* What is to be received may have been sent while others ran. */
u32 proc_turn(void)
{
	thread_t me = get_curid();

	if (receives[me]) {
		SPEC(TTrap.receives[me] = 0);
		receives[me] = 0;
		sys_recv();
	}
	return life[me];
}

/* From now on nobody can send to it, so what is empty stays empty. */
void proc_leave(void)
{
	thread_t me = get_curid();

	SPEC(TTrap.life[me] = PROC_ENDED);
	life[me] = PROC_ENDED;
	if (chan_check())
		chan_recv();
	wake_all(me);
	vm_end();
	/*@ assert ALL(t, NTHREADS, IMPLIES(PAbQueue.state[t] == THREAD_DEAD,
	        BEFORE(PAbQueue.state[t]) == THREAD_DEAD)); */
	//@ assert invariant_TTrap;
}

/*@ requires va % 4 == 0;
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, IS_USER(va)); */
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
	SPEC(TTrap.pages[ME] += f != 0 ? 1 : 0);
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

/*@ requires at_TTrapArg && IN_KERNEL && TTrap_RELATION;
    assigns receives[ME], TTrap.receives[ME];
    ensures TTrap_RELATION && TTrap.receives[ME] == 1; */
static void receive_later(void)
{
	receives[get_curid()] = 1;
	SPEC(TTrap.receives[ME] = 1);
}

link_t sys_wait(void)
{
	word_t c = uctx_arg(1);

	if (!runs(c)) {
		uctx_set_errno(SYS_E_CHAN);
		return NIL;
	}
	awaited[get_curid()] = c;
	SPEC(TTrap.awaited[ME] = c);
	uctx_set_errno(SYS_OK);
	return c;
}

/* ---- console, files, clock, memory ----------------------------------------------------------- */

void sys_write(void)
{
	word_t n = uctx_arg(1);
	word_t word = 0;

	if (n > SYS_CHARS) {
		uctx_set_errno(SYS_E_SIZE);
		return;
	}
	/*@ loop invariant 0 <= k <= n && at_TTrapArg;
	    loop invariant IMPLIES(k % 4 != 0, word == SYS_BYTES_FROM(k - 1));
	    loop invariant \let m = k; WRITTEN_SINCE(BEFORE, m);
	    loop assigns k, word, Console.output[0 .. CONSOLE_WRITTEN - 1];
	    loop variant n - k; */
	for (u32 k = 0; k < n; k++) {
		word = k % 4 == 0 ? uctx_arg(2 + k / 4) : word / 0x100;
		//@ assert word % 0x100 == SYS_BYTE(k);
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

/*@ requires at_TTrapArg && IN_KERNEL;
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, i < NFILES && Files.bytes[i % NFILES] != 0); */
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
	/*@ loop invariant 0 <= k <= NAME_WORDS && at_TTrapArg && IN_CALL;
	    loop invariant ALL(r, UCTX_WORDS, UCTX(ME, r) ==
	        (r == UCTX_EAX ? SYS_OK : r == UCTX_EBX && k > 0 ? Files.name[i][0]
	         : r == UCTX_ECX && k > 1 ? Files.name[i][1]
	         : r == UCTX_EDX && k > 2 ? Files.name[i][2]
	         : r == UCTX_ESI && k > 3 ? Files.name[i][3] : BEFORE(UCTX(ME, r))));
	    loop assigns k, ANSWER_ASSIGNS();
	    loop variant NAME_WORDS - k; */
	for (index_t k = 0; k < NAME_WORDS; k++)
		uctx_set_retval(1 + k, file_name(i, k));
}

/* Let word w of frame f, which is data, be v. */
/*@ requires at_TTrapArg && IN_KERNEL && IS_DATA(f) && LEAST_FRAME <= f && w < ENTRIES;
    assigns page_store_ASSIGNS(f * PAGE_SIZE, 0);
    ensures at_TTrapArg && FRAME_STORED_IN(f, w, v); */
static void store(frame_t f, u32 w, word_t v)
{
	paddr_t a = f * PAGE_SIZE + w * 4;

	//@ assert a / PAGE_SIZE == f && WORD_INDEX(a) == FRAME_WORD(f) + w;
	page_store(a, v);
}

/*@ requires at_TTrapArg && IN_KERNEL && IS_DATA(f) && LEAST_FRAME <= f && i < NFILES;
    requires page * ENTRIES < WORDS_OF(Files.bytes[i]);
    assigns page_store_ASSIGNS(f * PAGE_SIZE, 0);
    ensures at_TTrapArg && MPTIntro.zero[f] == 0 && COPIED(f, ENTRIES, i, page); */
static void copy_page(index_t i, u32 page, frame_t f)
{
	u32 words = (file_bytes(i) + 3) / 4;

	/*@ loop invariant 0 <= w <= ENTRIES && at_TTrapArg && IS_DATA(f);
	    loop invariant IMPLIES(0 < w, MPTIntro.zero[f] == 0);
	    loop invariant COPIED(f, w, i, page);
	    loop assigns w, page_store_ASSIGNS(f * PAGE_SIZE, 0);
	    loop variant ENTRIES - w; */
	for (u32 w = 0; w < ENTRIES; w++) {
		u32 k = page * ENTRIES + w;

		//@ assert k == page * ENTRIES + w && words == WORDS_OF(Files.bytes[i]);
		//@ assert FILE_PAGE_WORD(i, page, w) == (k < words ? Files.word[i][k] : 0);
		store(f, w, k < words ? file_word(i, k) : 0);
	}
}

void sys_file_page(void)
{
	word_t i = uctx_arg(1);
	word_t page = uctx_arg(2);
	frame_t f = user_frame(uctx_arg(3));

	//@ assert IMPLIES(f != 0, STORE_WORD(ME, ARG(3)) / PAGE_SIZE == f);
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

void sys_memory(void)
{
	answer(SYS_OK, ram_kib());
}

/* ---- traps ----------------------------------------------------------------------------------- */

#define INTERRUPTS 16u /* traps from TRAP_CLOCK on */

/* Nothing may follow what lets others run, or the guest: by then another call may be served.
 * Returns 1 if nothing has ended, and only the caller ran. */
/*@ requires at_TTrapArg && at_TTrap && IN_KERNEL && TTrap_RELATION;
    requires trap_serve_PRE(TRAP_SYSTEM_CALL, entry) && number == ARG(0);
    assigns trap_serve_ASSIGNS(TRAP_SYSTEM_CALL, entry), TTrap_PRIVATE;
    ensures at_TTrapArg && at_TTrap && TTrap_RELATION; */
static flag_t serve_call(word_t number, code_t entry)
{
	word_t then;
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
		then = uctx_arg(3);
		if (!sys_send() || then == SYS_THEN_RETURN)
			break;
		if (then == SYS_THEN_RECEIVE)
			receive_later();
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
	case SYS_MEMORY:
		sys_memory();
		break;
	default:
		//@ assert IN_CALL;
		return vm_serve(number);
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
