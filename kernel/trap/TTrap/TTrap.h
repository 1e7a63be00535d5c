/** @file
 * TTrap: what each system call does.
 *
 * Each body here looks at the arguments of the call that the process which runs has made, does what
 * it is for, and says how it went: an error, and results if there is none.  A call may ask for
 * anything: no argument is believed, and none is a precondition.
 *
 * The layer below, which has the calls for the virtual machine, is TTrapVM, or TTrapBare where the
 * stack has none.
 */
#ifndef TTRAP_H
#define TTRAP_H
#include <TTrapArg.h>

struct TTrap_state {
	u8 life[NTHREADS];       /**< PROC_NONE, PROC_RUNS, PROC_ENDS or PROC_ENDED */
	image_t program[NTHREADS]; /**< which file its program is */
	word_t status[NTHREADS]; /**< with which a process has ended */
	u32 pages[NTHREADS];     /**< that it has been given */
	chan_t awaited[NTHREADS]; /**< the channel for whose room it waits, or has waited last */
	u8 receives[NTHREADS];   /**< 1: its call is to receive a word, at its next turn */
};

#define TTrap_INVARIANT \
	(TTrap.life[0] == PROC_NONE && \
	 ALL(t, NTHREADS, TTrap.life[t] <= PROC_ENDED && TTrap.awaited[t] < NCHANS && \
	     TTrap.program[t] < NIMAGES && TTrap.receives[t] <= 1 && \
	     IMPLIES(IS_THERE(t), MBoot.ready == 1 && PAbQueue.state[t] != THREAD_DEAD)))
/** Process t has not given back yet what it has. */
#define IS_THERE(t) (TTrap.life[t] == PROC_RUNS || TTrap.life[t] == PROC_ENDS)

/** Nobody is killed who has something that others wait for. */
#define TTrap_thread_kill_PRE(q, t) (!IS_THERE(t))

/* ---- processes ------------------------------------------------------------------------------- */

/** The number of the caller. */
void sys_getpid(void);
#define sys_getpid_PRE()     (IN_CALL)
#define sys_getpid_ASSIGNS() ANSWER_ASSIGNS()
#define sys_getpid_POST()    ANSWERS_1(SYS_OK, ME)

/** Make a process of the program that is file ARG(1); it starts in the kernel at entry.  Returns
 * its thread, NIL if there is none. */
link_t sys_spawn(code_t entry);
#define sys_spawn_PRE(entry) (IN_CALL)
#define sys_spawn_ASSIGNS(entry) \
	proc_create_ASSIGNS(0, entry), BIRTH_ASSIGNS()
#define sys_spawn_POST(entry) \
	(THREAD_MADE(entry) && \
	 CLAUSE(OLD(CAN_SPAWN) ? ALL(n, NMAPS, IMPLIES(n < RESULT, OLD(MPTBit.used[n]) == 1)) \
	                       : RESULT == NIL) && \
	 CLAUSE(ALL(t, NTHREADS, PUCtx.made[t] == (t == RESULT ? 1 : OLD(PUCtx.made[t])))) && \
	 CLAUSE(ALL(t, NTHREADS, PUCtx.image[t] == \
	            (t == RESULT ? WAS_ARG(1) : OLD(PUCtx.image[t])))) && \
	 CLAUSE(ALL(t, NTHREADS, ALL(k, UCTX_WORDS, IMPLIES(t != ME, UCTX(t, k) == \
	            (t == RESULT ? START_WORD(k, ELF(WAS_ARG(1), ELF_ENTRY), USER_END) \
	                         : OLD(UCTX(t, k))))))) && \
	 CLAUSE(ALL(t, NTHREADS, t == ME || (t == RESULT ? NO_ACCESS(PUCtx.access[t]) \
	            : SAME_ACCESS(PUCtx.access[t], OLD(PUCtx.access[t]))))) && \
	 IS_BORN(RESULT, WAS_ARG(1)) && \
	 CLAUSE(RESULT < NIL ? ERRNO == SYS_OK : OLD(SOME_DEAD) ? ERRNO == SYS_E_FILE \
	                                                        : ERRNO == SYS_E_MEMORY) && \
	 ANSWERS_1(ERRNO, RESULT))
/** Process n, whose program is file i, runs, and nothing is left of an earlier one with its number;
 * if n is NIL, all is as it was. */
#define BIRTH_ASSIGNS() \
	EACH(TTrap.life, NTHREADS), EACH(TTrap.program, NTHREADS), \
	EACH(TTrap.status, NTHREADS), EACH(TTrap.pages, NTHREADS), \
	EACH(TTrap.receives, NTHREADS)
#define IS_BORN(n, i) \
	(CLAUSE(ALL(t, NTHREADS, TTrap.life[t] == (t == (n) ? PROC_RUNS : OLD(TTrap.life[t])))) && \
	 CLAUSE(ALL(t, NTHREADS, TTrap.program[t] == (t == (n) ? (i) : OLD(TTrap.program[t])))) && \
	 CLAUSE(ALL(t, NTHREADS, TTrap.status[t] == (t == (n) ? 0 : OLD(TTrap.status[t])))) && \
	 CLAUSE(ALL(t, NTHREADS, TTrap.pages[t] == (t == (n) ? 0 : OLD(TTrap.pages[t])))) && \
	 CLAUSE(ALL(t, NTHREADS, TTrap.receives[t] == (t == (n) ? 0 : OLD(TTrap.receives[t])))))
/** A process can be made of the program; a thread is left. */
#define CAN_SPAWN (ARG(1) < NIMAGES && IS_PROGRAM(ARG(1)))
/** The error that the call has returned. */
#define ERRNO     UCTX(ME, UCTX_EAX)
#define SOME_DEAD SOME(t, NTHREADS, PAbQueue.state[t] == THREAD_DEAD)

/** Process t is there, and does not end. */
#define RUNS(t)          ((t) < NTHREADS && TTrap.life[(t) % NTHREADS] == PROC_RUNS)
#define WAS_PROCESS(t)   ((t) < NTHREADS && TTrap.life[(t) % NTHREADS] != PROC_NONE)

/** Let process ARG(1) end.  It does so by itself, so if it waits for room in a channel all who do
 * are woken. */
void sys_kill(void);
#define sys_kill_PRE() (IN_CALL)
#define sys_kill_ASSIGNS() \
	ANSWER_ASSIGNS(), VAR(TTrap.life[ARG(1) % NTHREADS]), \
	VAR(TTrap.status[ARG(1) % NTHREADS]), \
	FIRST_WOKEN_ASSIGNS(AWAITED(ARG(1)))
#define sys_kill_POST() \
	(ENDS_IF(OLD(RUNS(ARG(1))), WAS_ARG(1) % NTHREADS, SYS_KILLED) && \
	 FIRST_WOKEN(OLD(WAITS_LONG(ARG(1)) ? LENGTH(AWAITED(ARG(1))) : 0u), \
	             OLD(AWAITED(ARG(1)))) && \
	 ANSWERS_0(OLD(RUNS(ARG(1))) ? SYS_OK : SYS_E_PID))
/** Process t sleeps, and for the room of which channel. */
#define WAITS_LONG(t) (RUNS(t) && PAbQueue.state[(t) % NTHREADS] == THREAD_SLEEP)
#define AWAITED(t)    TTrap.awaited[(t) % NTHREADS]
/** If s, process t ends with that status; else it is as it was. */
#define ENDS_IF(s, t, v) \
	(CLAUSE(TTrap.life[t] == ((s) ? PROC_ENDS : OLD(TTrap.life[t]))) && \
	 CLAUSE(TTrap.status[t] == ((s) ? (v) : OLD(TTrap.status[t]))))
/** The first n who sleep in queue q are ready, in their order, behind all others that are. */
#define FIRST_WOKEN_ASSIGNS(q) \
	EACH(PAbQueue.state, NTHREADS), VAR(PAbQueue.queue[q]), \
	VAR(PAbQueue.queue[READY_QUEUE]), EACH(PAbQueue.in, NTHREADS), \
	EACH(PAbQueue.place, NTHREADS)
#define FIRST_WOKEN(n, q) FIRST_WOKEN_SINCE(OLD, n, q)
/** The same since the state of which WAS(e) speaks. */
#define FIRST_WOKEN_SINCE(WAS, n, q) \
	(CLAUSE(LENGTH(q) == WAS(LENGTH(q)) - (n)) && \
	 CLAUSE(ALL(i, NTHREADS, THREAD_AT(q, i) == \
	            (i < LENGTH(q) ? WAS(THREAD_FROM(q, i + (n))) : 0))) && \
	 CLAUSE(LENGTH(READY_QUEUE) == WAS(LENGTH(READY_QUEUE)) + (n)) && \
	 CLAUSE(ALL(i, NTHREADS, THREAD_AT(READY_QUEUE, i) == \
	            (WAS(LENGTH(READY_QUEUE)) <= i && i < LENGTH(READY_QUEUE) \
	             ? WAS(THREAD_FROM(q, i - LENGTH(READY_QUEUE))) \
	             : WAS(THREAD_AT(READY_QUEUE, i))))) && \
	 CLAUSE(ALL(t, NTHREADS, PAbQueue.state[t] == \
	            (WAS(IS_AMONG(t, n, q)) ? THREAD_READY : WAS(PAbQueue.state[t])))) && \
	 CLAUSE(ALL(t, NTHREADS, PAbQueue.in[t] == \
	            (WAS(IS_AMONG(t, n, q)) ? READY_QUEUE + 1 : WAS(PAbQueue.in[t])))) && \
	 CLAUSE(ALL(t, NTHREADS, PAbQueue.place[t] == WAS(PAbQueue.place[t]) + \
	            (WAS(IS_AMONG(t, n, q)) ? WAS(LENGTH(READY_QUEUE)) : 0) - \
	            (WAS(PAbQueue.in[t] == (q) + 1 && PAbQueue.place[t] >= (n)) ? (n) : 0))))
#define THREAD_FROM(q, i)  THREAD_AT(q, (i) % NTHREADS)
#define IS_AMONG(t, n, q)  (PAbQueue.in[t] == (q) + 1 && PAbQueue.place[t] < (n))

/** Let the process that runs end, with status v. */
void sys_exit(word_t v);
#define sys_exit_PRE(v)     (IN_TRAP)
#define sys_exit_ASSIGNS(v) VAR(TTrap.life[ME]), VAR(TTrap.status[ME])
#define sys_exit_POST(v)    ENDS_IF(OLD(TTrap.life[ME]) == PROC_RUNS, ME, v)

/** What becomes of process ARG(1): PROC_RUNS and so on, its file, its status, its pages. */
void sys_status(void);
#define sys_status_PRE()     (IN_CALL)
#define sys_status_ASSIGNS() ANSWER_ASSIGNS()
#define sys_status_POST() \
	ANSWERS(OLD(WAS_PROCESS(ARG(1))) ? SYS_OK : SYS_E_PID, 4, \
	        TTrap.life[WAS_ARG(1) % NTHREADS], TTrap.program[WAS_ARG(1) % NTHREADS], \
	        TTrap.status[WAS_ARG(1) % NTHREADS], TTrap.pages[WAS_ARG(1) % NTHREADS], 0)

/** What becomes of the process with thread t. */
u32 proc_state(thread_t t);
#define proc_state_PRE(t)     ((t) < NTHREADS)
#define proc_state_ASSIGNS(t) NOTHING
#define proc_state_POST(t)    (CLAUSE(RESULT == TTrap.life[t]))

/** The process that runs has its turn: before it goes on, a call that is to receive a word does so,
 * as sys_recv.  Returns what becomes of the process. */
u32 proc_turn(void);
#define proc_turn_PRE()     (IN_TRAP && IMPLIES(TTrap.receives[ME] == 1, IN_CALL))
#define proc_turn_ASSIGNS() VAR(TTrap.receives[ME]), sys_recv_ASSIGNS()

/** Make a process without being asked to by one: of the program that is file i; it starts in the
 * kernel at entry.  Returns its thread, NIL if there is none. */
link_t proc_start(image_t i, code_t entry);
#define proc_start_PRE(i, entry) (MBoot.ready == 1 && (i) < NIMAGES)
#define proc_start_ASSIGNS(i, entry) \
	proc_create_ASSIGNS(i, entry), BIRTH_ASSIGNS()
#define proc_start_POST(i, entry) \
	(proc_create_POST(i, entry) && IS_BORN(RESULT, i))

/** The process that runs has ended: give back what others wait for, its channel and the virtual
 * machine.  What is left of it, its memory and its thread, it still stands on. */
void proc_leave(void);
#define proc_leave_PRE() (IN_TRAP)
#define proc_leave_ASSIGNS() \
	VAR(TTrap.life[ME]), VAR(PIPCIntro.busy[OWN]), VAR(PIPCIntro.content[OWN]), \
	FIRST_WOKEN_ASSIGNS(ME), vm_end_ASSIGNS()
#define proc_leave_POST() \
	(CLAUSE(TTrap.life[ME] == PROC_ENDED) && CLAUSE(PIPCIntro.busy[OWN] == 0) && \
	 CLAUSE(PIPCIntro.content[OWN] == 0) && FIRST_WOKEN(OLD(LENGTH(ME)), ME) && \
	 vm_end_POST())

/** The process that runs has missed a page: give it to it, as proc_page does, if it has memory
 * there.  Returns the page's frame, 0 for none. */
frame_t page_fault(void);
#define page_fault_PRE()     (IN_TRAP)
#define page_fault_ASSIGNS() \
	proc_page_ASSIGNS(IS_USER(MISSED) ? MISSED : USER_BASE), VAR(TTrap.pages[ME])
/** The word that it missed. */
#define MISSED (UCTX(ME, UCTX_FAULT) / 4 * 4)
/* ---- channels -------------------------------------------------------------------------------- */

/** Put the word ARG(2) into channel ARG(1), if it is empty.  Returns 1; 0 if it is not. */
flag_t sys_send(void);
#define sys_send_PRE() (IN_CALL)
#define sys_send_ASSIGNS() \
	ANSWER_ASSIGNS(), VAR(PIPCIntro.busy[ARG(1) % NCHANS]), \
	VAR(PIPCIntro.content[ARG(1) % NCHANS])
#define sys_send_POST() \
	(CLAUSE(RESULT == (OLD(CAN_SEND) ? 1 : 0)) && \
	 CLAUSE(PIPCIntro.busy[WAS_ARG(1) % NCHANS] == \
	        (OLD(CAN_SEND) ? 1 : OLD(PIPCIntro.busy[ARG(1) % NCHANS]))) && \
	 CLAUSE(PIPCIntro.content[WAS_ARG(1) % NCHANS] == \
	        (OLD(CAN_SEND) ? WAS_ARG(2) : OLD(PIPCIntro.content[ARG(1) % NCHANS]))) && \
	 ANSWERS_0(!OLD(RUNS(ARG(1))) ? SYS_E_CHAN : OLD(CAN_SEND) ? SYS_OK : SYS_E_FULL))
#define CAN_SEND (RUNS(ARG(1)) && PIPCIntro.busy[ARG(1) % NCHANS] == 0)

/** 1 if there is a word in the caller's channel. */
void sys_check(void);
#define sys_check_PRE()     (IN_CALL)
#define sys_check_ASSIGNS() ANSWER_ASSIGNS()
#define sys_check_POST()    ANSWERS_1(SYS_OK, PIPCIntro.busy[OWN])

/** The word in the caller's channel; the first who waits for room there is woken. */
void sys_recv(void);
#define sys_recv_PRE() (IN_CALL)
#define sys_recv_ASSIGNS() ANSWER_ASSIGNS(), chan_recv_ASSIGNS()
#define sys_recv_POST() \
	(CLAUSE(PIPCIntro.busy[OWN] == 0) && \
	 CLAUSE(PIPCIntro.content[OWN] == 0) && \
	 FIRST_WOKEN(OLD(PIPCIntro.busy[OWN] == 1 && LENGTH(OWN) != 0 ? 1u : 0u), OWN) && \
	 ANSWERS_1(OLD(PIPCIntro.busy[OWN]) == 1 ? SYS_OK : SYS_E_EMPTY, \
	           OLD(PIPCIntro.content[OWN])))

/** The caller wants to wait for room in channel ARG(1).  Returns the channel, NIL if nobody
 * receives from it. */
link_t sys_wait(void);
#define sys_wait_PRE()     (IN_CALL)
#define sys_wait_ASSIGNS() ANSWER_ASSIGNS(), VAR(TTrap.awaited[ME])
#define sys_wait_POST() \
	(CLAUSE(RESULT == (OLD(RUNS(ARG(1))) ? WAS_ARG(1) : NIL)) && \
	 CLAUSE(TTrap.awaited[ME] == (RESULT == NIL ? OLD(TTrap.awaited[ME]) : RESULT)) && \
	 ANSWERS_0(RESULT == NIL ? SYS_E_CHAN : SYS_OK))

/* ---- console, files, clock, memory ----------------------------------------------------------- */

/** Write ARG(1) bytes, those of the words ARG(2) to ARG(5). */
void sys_write(void);
#define sys_write_PRE()     (IN_CALL)
#define sys_write_ASSIGNS() ANSWER_ASSIGNS(), EACH(Console.output, CONSOLE_WRITTEN)
#define sys_write_POST() \
	(WRITTEN_SINCE(OLD, BYTES_WRITTEN) && \
	 ANSWERS_0(WAS_ARG(1) <= SYS_CHARS ? SYS_OK : SYS_E_SIZE))
#define BYTES_WRITTEN (WAS_ARG(1) <= SYS_CHARS ? WAS_ARG(1) : 0)
/** The first n bytes of the words that are to be written have been since the state of which WAS(e)
 * speaks. */
#define WRITTEN_SINCE(WAS, n) \
	CLAUSE(ALL(i, CONSOLE_WRITTEN, Console.output[i] == \
	           (i < (n) ? WAS(SYS_BYTE((n) - 1 - i)) \
	            : WAS(Console.output[(i - (n)) % CONSOLE_WRITTEN]))))
/** Byte k of those words; what is left of its word from there on. */
#define SYS_BYTE(k) (SYS_BYTES_FROM(k) % 256)
#define SYS_BYTES_FROM(k) \
	(ARG(2 + (k) / 4 % 4) / ((k) % 4 == 0 ? 1u : (k) % 4 == 1 ? 0x100u \
	                         : (k) % 4 == 2 ? 0x10000u : 0x1000000u))

/** The next byte that was typed.  Returns 1; 0 if there is none. */
flag_t sys_read(void);
#define sys_read_PRE()     (IN_CALL)
#define sys_read_ASSIGNS() ANSWER_ASSIGNS(), console_read_ASSIGNS()
#define sys_read_POST() \
	(CLAUSE(RESULT == (OLD(Console.typed) != 0 ? 1 : 0)) && \
	 READ_IF(OLD(Console.typed) != 0) && \
	 ANSWERS_1(RESULT == 1 ? SYS_OK : SYS_E_EMPTY, OLD(Console.input[0])))

/** There is a file ARG(1). */
#define IS_FILE (ARG(1) < NFILES && Files.bytes[ARG(1) % NFILES] != 0)
#define THAT_FILE (WAS_ARG(1) % NFILES)

/** Bytes of file ARG(1). */
void sys_file_size(void);
#define sys_file_size_PRE()     (IN_CALL)
#define sys_file_size_ASSIGNS() ANSWER_ASSIGNS()
#define sys_file_size_POST() \
	ANSWERS_1(OLD(IS_FILE) ? SYS_OK : SYS_E_FILE, Files.bytes[THAT_FILE])

/** The name of file ARG(1), in four words. */
void sys_file_name(void);
#define sys_file_name_PRE()     (IN_CALL)
#define sys_file_name_ASSIGNS() ANSWER_ASSIGNS()
#define sys_file_name_POST() \
	ANSWERS(OLD(IS_FILE) ? SYS_OK : SYS_E_FILE, 4, Files.name[THAT_FILE][0], \
	        Files.name[THAT_FILE][1], Files.name[THAT_FILE][2], Files.name[THAT_FILE][3], 0)

/** Let the caller's page at ARG(3), which it has and may write to, be page ARG(2) of file
 * ARG(1). */
void sys_file_page(void);
#define sys_file_page_PRE() (IN_CALL)
#define sys_file_page_ASSIGNS() \
	ANSWER_ASSIGNS(), page_store_ASSIGNS(STORE_WORD(ME, ARG(3)), 0)
#define sys_file_page_POST() \
	(CLAUSE(MPTIntro.zero[FILE_FRAME] == \
	        (OLD(CAN_COPY) ? 0 : OLD(MPTIntro.zero[FILE_FRAME]))) && \
	 CLAUSE(ALL(w, ENTRIES, MPTIntro.word[FRAME_WORD(FILE_FRAME) + w] == \
	            (OLD(CAN_COPY) ? FILE_PAGE_WORD(THAT_FILE, WAS_ARG(2), w) \
	             : OLD(MPTIntro.word[FRAME_WORD(FILE_FRAME) + w])))) && \
	 CLAUSE(ALL(w, ENTRIES, MPTIntro.known[FRAME_WORD(FILE_FRAME) + w] == \
	            (OLD(CAN_COPY) ? 1 : OLD(MPTIntro.known[FRAME_WORD(FILE_FRAME) + w])))) && \
	 ANSWERS_0(!OLD(IS_FILE) ? SYS_E_FILE : !OLD(HAS_FILE_PAGE) ? SYS_E_SIZE \
	           : !OLD(IS_MY_PAGE(ARG(3))) ? SYS_E_ADDR : SYS_OK))
#define HAS_FILE_PAGE (ARG(2) <= (Files.bytes[ARG(1) % NFILES] - 1) / PAGE_SIZE)
#define CAN_COPY   (IS_FILE && HAS_FILE_PAGE && IS_MY_PAGE(ARG(3)))
#define FILE_FRAME (OLD(STORE_WORD(ME, ARG(3))) / PAGE_SIZE)
/** Word w of page p of file i. */
#define FILE_PAGE_WORD(i, p, w) NAMED(file_page_word(i, p, w), FILE_PAGE_WORD_IS(i, p, w))
#define FILE_PAGE_WORD_IS(i, p, w) \
	((p) * ENTRIES + (w) < WORDS_OF(Files.bytes[i]) ? Files.word[i][(p) * ENTRIES + (w)] : 0)
//@ logic integer file_page_word{L}(integer i, integer p, integer w) = FILE_PAGE_WORD_IS(i, p, w);

/** How fast the processor's counter is, and the clock. */
void sys_clock(void);
#define sys_clock_PRE()     (IN_CALL)
#define sys_clock_ASSIGNS() ANSWER_ASSIGNS()
#define sys_clock_POST()    ANSWERS(SYS_OK, 2, Clock.khz, CLOCK_TICKS, 0, 0, 0)

/** How much memory the machine has, in KiB. */
void sys_memory(void);
#define sys_memory_PRE()     (IN_CALL)
#define sys_memory_ASSIGNS() ANSWER_ASSIGNS()
#define sys_memory_POST()    ANSWERS_1(SYS_OK, RAM.kib)

/** The call returns without an error, and without a result. */
void sys_done(void);
#define sys_done_PRE()     (IN_CALL)
#define sys_done_ASSIGNS() ANSWER_ASSIGNS()
#define sys_done_POST()    ANSWERS_0(SYS_OK)

/* ---- traps ----------------------------------------------------------------------------------- */

/** Serve a trap of the process that runs: a system call, as its number says; a tick of the clock,
 * which lets the others run; a page that it has missed.  Any other trap ends it, and so does a page
 * that it cannot have.  A process that it asks for starts in the kernel at entry.  Returns 1 if no
 * process has ended and no other one ran.
 *
 * Of a call that lets others run, or the guest, nothing is left to do here when it is the caller's
 * turn again: so the call has its answer before, or is to receive one (proc_turn). */
flag_t trap_serve(u32 trap, code_t entry);
#define trap_serve_PRE(trap, entry) \
	(IN_TRAP && \
	 IMPLIES((trap) == TRAP_SYSTEM_CALL, vm_serve_PRE(ARG(0))))
#define trap_serve_ASSIGNS(trap, entry) \
	page_fault_ASSIGNS(), sys_spawn_ASSIGNS(entry), VAR(TTrap.awaited[ME]), \
	VAR(TTrap.receives[ME]), page_store_ASSIGNS(STORE_WORD(ME, ARG(3)), 0), \
	EACH(PIPCIntro.busy, NCHANS), EACH(PIPCIntro.content, NCHANS), \
	EACH(PAbQueue.queue, NQUEUES), VAR(PCID.current), kctx_switch_ASSIGNS(ME, NEXT), \
	console_read_ASSIGNS(), EACH(Console.output, CONSOLE_WRITTEN), \
	vm_serve_ASSIGNS(ARG(0))

#endif
