/** @file
 * TTrap: what each system call does.
 *
 * Each body here looks at the arguments of the call that the process which runs has made, does what
 * it is for, and says how it went: an error, and results if there is none.  A call may ask for
 * anything: no argument is believed, and none is a precondition.
 *
 * Nobody is made to wait here, and no program goes on: for that a call needs more than a body.
 */
#ifndef TTRAP_H
#define TTRAP_H
#include <TTrapArg.h>
#include <VSVM.h>

struct TTrap_state {
	u8 life[NTHREADS];       /**< PROC_NONE, PROC_RUNS, PROC_ENDS or PROC_ENDED */
	image_t program[NTHREADS]; /**< which file its program is */
	word_t status[NTHREADS]; /**< with which a process has ended */
	u32 pages[NTHREADS];     /**< that it has been given */
	chan_t awaited[NTHREADS]; /**< the channel for whose room it waits, or has waited last */
};

#define TTrap_INVARIANT \
	(TTrap.life[0] == PROC_NONE && \
	 ALL(t, NTHREADS, TTrap.life[t] <= PROC_ENDED && TTrap.awaited[t] < NCHANS && \
	     TTrap.program[t] < NIMAGES && \
	     IMPLIES(IS_THERE(t), MBoot.ready == 1 && PAbQueue.state[t] != THREAD_DEAD)))
/** Process t has not given back yet what it has. */
#define IS_THERE(t) (TTrap.life[t] == PROC_RUNS || TTrap.life[t] == PROC_ENDS)

/** Nobody is killed who has something that others wait for. */
#define TTrap_thread_kill_PRE(q, t) (!IS_THERE(t))

/* ---- answers --------------------------------------------------------------------------------- */

/** The call returns error e and, if that is SYS_OK, n results; the other registers of the program
 * are as they were. */
#define ANSWERS(e, n, v1, v2, v3, v4, v5) \
	(CLAUSE(ALL(k, UCTX_WORDS, UCTX(ME, k) == \
	            ((k) == UCTX_EAX ? (e) : (e) != SYS_OK ? OLD(UCTX(ME, k)) \
	             : (k) == UCTX_EBX && (n) >= 1 ? (v1) : (k) == UCTX_ECX && (n) >= 2 ? (v2) \
	             : (k) == UCTX_EDX && (n) >= 3 ? (v3) : (k) == UCTX_ESI && (n) >= 4 ? (v4) \
	             : (k) == UCTX_EDI && (n) >= 5 ? (v5) : OLD(UCTX(ME, k))))) && \
	 CLAUSE(NO_ACCESS(PUCtx.access[ME])))
#define ANSWERS_0(e)    ANSWERS(e, 0, 0, 0, 0, 0, 0)
#define ANSWERS_1(e, v) ANSWERS(e, 1, v, 0, 0, 0, 0)
#define ANSWER_ASSIGNS() VAR(PUCtx.context[ME]), VAR(PUCtx.access[ME])
/** Argument k as the call was made. */
#define WAS_ARG(k) OLD(ARG(k))

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
	 ANSWERS_1(RESULT < NIL ? SYS_OK : OLD(SOME_DEAD) ? SYS_E_FILE : SYS_E_MEMORY, RESULT))
/** Process n, whose program is file i, runs, and nothing is left of an earlier one with its number;
 * if n is NIL, all is as it was. */
#define BIRTH_ASSIGNS() \
	EACH(TTrap.life, NTHREADS), EACH(TTrap.program, NTHREADS), \
	EACH(TTrap.status, NTHREADS), EACH(TTrap.pages, NTHREADS)
#define IS_BORN(n, i) \
	(CLAUSE(ALL(t, NTHREADS, TTrap.life[t] == (t == (n) ? PROC_RUNS : OLD(TTrap.life[t])))) && \
	 CLAUSE(ALL(t, NTHREADS, TTrap.program[t] == (t == (n) ? (i) : OLD(TTrap.program[t])))) && \
	 CLAUSE(ALL(t, NTHREADS, TTrap.status[t] == (t == (n) ? 0 : OLD(TTrap.status[t])))) && \
	 CLAUSE(ALL(t, NTHREADS, TTrap.pages[t] == (t == (n) ? 0 : OLD(TTrap.pages[t])))))
/** A process can be made of the program; a thread is left. */
#define CAN_SPAWN (ARG(1) < NIMAGES && IS_PROGRAM(ARG(1)))
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
#define FIRST_WOKEN(n, q) \
	(CLAUSE(LENGTH(q) == OLD(LENGTH(q)) - (n)) && \
	 CLAUSE(ALL(i, NTHREADS, THREAD_AT(q, i) == \
	            (i < LENGTH(q) ? OLD(THREAD_FROM(q, i + (n))) : 0))) && \
	 CLAUSE(LENGTH(READY_QUEUE) == OLD(LENGTH(READY_QUEUE)) + (n)) && \
	 CLAUSE(ALL(i, NTHREADS, THREAD_AT(READY_QUEUE, i) == \
	            (OLD(LENGTH(READY_QUEUE)) <= i && i < LENGTH(READY_QUEUE) \
	             ? OLD(THREAD_FROM(q, i - LENGTH(READY_QUEUE))) \
	             : OLD(THREAD_AT(READY_QUEUE, i))))) && \
	 CLAUSE(ALL(t, NTHREADS, PAbQueue.state[t] == \
	            (OLD(IS_AMONG(t, n, q)) ? THREAD_READY : OLD(PAbQueue.state[t])))) && \
	 CLAUSE(ALL(t, NTHREADS, PAbQueue.in[t] == \
	            (OLD(IS_AMONG(t, n, q)) ? READY_QUEUE + 1 : OLD(PAbQueue.in[t])))) && \
	 CLAUSE(ALL(t, NTHREADS, PAbQueue.place[t] == OLD(PAbQueue.place[t]) + \
	            (OLD(IS_AMONG(t, n, q)) ? OLD(LENGTH(READY_QUEUE)) : 0) - \
	            (OLD(PAbQueue.in[t] == (q) + 1 && PAbQueue.place[t] >= (n)) ? (n) : 0))))
#define THREAD_FROM(q, i)  THREAD_AT(q, (i) % NTHREADS)
#define IS_AMONG(t, n, q)  (PAbQueue.in[t] == (q) + 1 && PAbQueue.place[t] < (n))

/** Let the process that runs end, with that status. */
void sys_exit(word_t status);
#define sys_exit_PRE(status)     (IN_TRAP)
#define sys_exit_ASSIGNS(status) VAR(TTrap.life[ME]), VAR(TTrap.status[ME])
#define sys_exit_POST(status)    ENDS_IF(OLD(TTrap.life[ME]) == PROC_RUNS, ME, status)

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
	FIRST_WOKEN_ASSIGNS(ME), vm_leave_ASSIGNS()
#define proc_leave_POST() \
	(CLAUSE(TTrap.life[ME] == PROC_ENDED) && CLAUSE(PIPCIntro.busy[OWN] == 0) && \
	 CLAUSE(PIPCIntro.content[OWN] == 0) && FIRST_WOKEN(OLD(LENGTH(ME)), ME) && \
	 LEFT_IF(OLD(IS_MINE)))
/** The virtual machine is the process's that runs. */
#define IS_MINE (VNPTInit.owner == ME + 1)
/** If s, nobody has the virtual machine any more; else all of it is as it was. */
#define LEFT_IF(s) \
	(CLAUSE(VNPTInit.owner == ((s) ? 0 : OLD(VNPTInit.owner))) && \
	 CLAUSE(ALL(g, GUEST_PAGES, VNPTIntro.page[g] == ((s) ? 0 : OLD(VNPTIntro.page[g])))) && \
	 CLAUSE(ALL(g, GUEST_PAGES, VNPTInit.lent[g] == ((s) ? 0 : OLD(VNPTInit.lent[g])))) && \
	 CLAUSE(VSVMOp.changed == ((s) ? 1 : OLD(VSVMOp.changed))))

/** The process that runs has missed a page: give it to it, if it has memory there.  Returns the
 * page's frame, 0 for none. */
frame_t page_fault(void);
#define page_fault_PRE()     (IN_TRAP)
#define page_fault_ASSIGNS() \
	proc_page_ASSIGNS(IS_USER(MISSED) ? MISSED : USER_BASE), VAR(TTrap.pages[ME])
#define page_fault_POST() \
	((OLD(IS_USER(MISSED)) ? proc_page_POST(OLD(MISSED)) : NO_PAGE(USER_BASE)) && \
	 CLAUSE(TTrap.pages[ME] == OLD(TTrap.pages[ME]) + (RESULT != 0 ? 1 : 0)))
/** The word that it missed. */
#define MISSED (UCTX(ME, UCTX_FAULT) / 4 * 4)
/** No page is given: memory and maps are as they were. */
#define NO_PAGE(va) \
	(CLAUSE(RESULT == 0) && RESERVED(ME, va, 0) && \
	 CLAUSE(ALL(f, NFRAMES, MPTIntro.zero[f] == OLD(MPTIntro.zero[f]))) && \
	 CLAUSE(ALL(x, NWORDS, MPTIntro.word[x] == OLD(MPTIntro.word[x]) && \
	                       MPTIntro.known[x] == OLD(MPTIntro.known[x]))))

/* ---- channels -------------------------------------------------------------------------------- */

/** Put the word ARG(2) into channel ARG(1), if it is empty.  Returns 1; 0 if it is not. */
flag_t sys_send(void);
#define sys_send_PRE() (IN_CALL)
#define sys_send_ASSIGNS() \
	ANSWER_ASSIGNS(), VAR(PIPCIntro.busy[ARG(1) % NCHANS]), \
	VAR(PIPCIntro.content[ARG(1) % NCHANS])
#define sys_send_POST() \
	(CLAUSE(RESULT == (OLD(CAN_SEND) ? 1 : 0)) && CLAUSE(PIPCIntro.busy[WAS_ARG(1) % NCHANS] == \
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

/* ---- console, files, clock ------------------------------------------------------------------- */

/** Write ARG(1) bytes, those of the words ARG(2) to ARG(5). */
void sys_write(void);
#define sys_write_PRE()     (IN_CALL)
#define sys_write_ASSIGNS() ANSWER_ASSIGNS(), EACH(Console.output, CONSOLE_WRITTEN)
#define sys_write_POST() \
	(CLAUSE(ALL(k, CONSOLE_WRITTEN, Console.output[k] == \
	            (k < BYTES_WRITTEN ? OLD(SYS_BYTE(BYTES_WRITTEN - 1 - k)) \
	             : OLD(Console.output[(k - BYTES_WRITTEN) % CONSOLE_WRITTEN])))) && \
	 ANSWERS_0(WAS_ARG(1) <= SYS_CHARS ? SYS_OK : SYS_E_SIZE))
#define BYTES_WRITTEN (WAS_ARG(1) <= SYS_CHARS ? WAS_ARG(1) : 0)
/** Byte k of the words that are to be written. */
#define SYS_BYTE(k) \
	((ARG(2 + (k) / 4 % 4) / ((k) % 4 == 0 ? 1u : (k) % 4 == 1 ? 0x100u \
	                         : (k) % 4 == 2 ? 0x10000u : 0x1000000u)) % 256)

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
/** The caller has a page at va, and may write to it. */
#define IS_MY_PAGE(va) \
	(IS_USER(va) && (va) % PAGE_SIZE == 0 && PAGE(ME, va) % PAGE_SIZE == USER_WRITES)
#define CAN_COPY   (IS_FILE && HAS_FILE_PAGE && IS_MY_PAGE(ARG(3)))
#define FILE_FRAME (OLD(STORE_WORD(ME, ARG(3))) / PAGE_SIZE)
/** Word w of page p of file i. */
#define FILE_PAGE_WORD(i, p, w) \
	((p) * ENTRIES + (w) < WORDS_OF(Files.bytes[i]) ? Files.word[i][(p) * ENTRIES + (w)] : 0)

/** How fast the processor's counter is, and the clock. */
void sys_clock(void);
#define sys_clock_PRE()     (IN_CALL)
#define sys_clock_ASSIGNS() ANSWER_ASSIGNS()
#define sys_clock_POST()    ANSWERS(SYS_OK, 2, Clock.khz, CLOCK_TICKS, 0, 0, 0)

/* ---- the virtual machine --------------------------------------------------------------------- */

/** Error of a call that needs nothing but that the virtual machine is the caller's. */
#define VM_ERROR        (OLD(IS_MINE) ? SYS_OK : SYS_E_VM)
#define VM_ANSWERS_1(v) ANSWERS_1(VM_ERROR, v)

/** The virtual machine is the caller's, and its guest as one is made. */
void sys_vm_take(void);
#define sys_vm_take_PRE()     (IN_CALL)
#define sys_vm_take_ASSIGNS() ANSWER_ASSIGNS(), VAR(VNPTInit.owner), svm_reset_ASSIGNS()
#define sys_vm_take_POST() \
	(CLAUSE(VNPTInit.owner == (OLD(IS_FREE_VM) ? ME + 1 : OLD(VNPTInit.owner))) && \
	 CLAUSE(ALL(r, GREGS, VSVMSwitch.reg[r] == \
	            (OLD(IS_FREE_VM) ? 0 : OLD(VSVMSwitch.reg[r])))) && \
	 CLAUSE(ALL(k, VMCB_WORDS, VMCB.word[k] == \
	            (OLD(IS_FREE_VM) ? VMCB_MADE(k) : OLD(VMCB.word[k])))) && \
	 ANSWERS_0(OLD(IS_FREE_VM) ? SYS_OK : SYS_E_VM))
/** There is a virtual machine, and nobody has it. */
#define IS_FREE_VM (VMCB.present == 1 && VNPTInit.owner == 0)

/** The caller gives the virtual machine back. */
void sys_vm_leave(void);
#define sys_vm_leave_PRE()     (IN_CALL)
#define sys_vm_leave_ASSIGNS() ANSWER_ASSIGNS(), vm_leave_ASSIGNS()
#define sys_vm_leave_POST()    (LEFT_IF(OLD(IS_MINE)) && ANSWERS_0(VM_ERROR))

/** Let page ARG(1) of the guest's memory be the caller's page at ARG(2), which it has and may
 * write to. */
void sys_vm_map(void);
#define sys_vm_map_PRE() (IN_CALL)
#define sys_vm_map_ASSIGNS() \
	ANSWER_ASSIGNS(), VAR(VNPTIntro.page[ARG(1) % GUEST_PAGES]), \
	VAR(VNPTInit.lent[ARG(1) % GUEST_PAGES]), VAR(VSVMOp.changed)
#define sys_vm_map_POST() \
	(CLAUSE(VNPTIntro.page[THAT_PAGE] == (OLD(CAN_LEND) ? OLD(PAGE(ME, ARG(2))) / PAGE_SIZE \
	                                     : OLD(VNPTIntro.page[ARG(1) % GUEST_PAGES]))) && \
	 CLAUSE(VNPTInit.lent[THAT_PAGE] == (OLD(CAN_LEND) ? PAGE_OF(WAS_ARG(2)) \
	                                    : OLD(VNPTInit.lent[ARG(1) % GUEST_PAGES]))) && \
	 CLAUSE(VSVMOp.changed == (OLD(CAN_LEND && VNPTIntro.page[ARG(1) % GUEST_PAGES] != 0) ? 1 \
	                           : OLD(VSVMOp.changed))) && \
	 ANSWERS_0(!OLD(IS_MINE) ? SYS_E_VM : OLD(CAN_LEND) ? SYS_OK : SYS_E_ADDR))
#define CAN_LEND  (IS_MINE && ARG(1) < GUEST_PAGES && IS_MY_PAGE(ARG(2)))
#define THAT_PAGE (WAS_ARG(1) % GUEST_PAGES)

/** The guest is to go on at ARG(1), with ARG(2) in EAX.  Returns 1 if it can. */
flag_t sys_vm_enter(void);
#define sys_vm_enter_PRE() (IN_CALL)
#define sys_vm_enter_ASSIGNS() \
	ANSWER_ASSIGNS(), VAR(VMCB.word[VMCB_EIP]), VAR(VMCB.word[VMCB_EAX])
#define sys_vm_enter_POST() \
	(CLAUSE(RESULT == (OLD(IS_MINE) ? 1 : 0)) && \
	 CLAUSE(VMCB.word[VMCB_EIP] == (RESULT == 1 ? WAS_ARG(1) : OLD(VMCB.word[VMCB_EIP]))) && \
	 CLAUSE(VMCB.word[VMCB_EAX] == (RESULT == 1 ? WAS_ARG(2) : OLD(VMCB.word[VMCB_EAX]))) && \
	 ANSWERS_0(VM_ERROR))

/** After an exit: deliver again what it has interrupted, close an open window. */
void sys_sync(void);
#define sys_sync_PRE()     (IN_CALL)
#define sys_sync_ASSIGNS() ANSWER_ASSIGNS(), svm_sync_ASSIGNS()
#define sys_sync_POST()    (SYNCED_IF(OLD(IS_MINE)) && ANSWERS_0(VM_ERROR))
/** If s, what svm_sync does; else all is as it was. */
#define SYNCED_IF(s) \
	(CLAUSE(VMCB.word[VMCB_INTERCEPT_1] == \
	        (!(s) ? OLD(VMCB.word[VMCB_INTERCEPT_1]) \
	         : INTERCEPTS_1 + (OLD(STAYS_OPEN) ? INTERCEPTS_WINDOW : 0))) && \
	 CLAUSE(VMCB.word[VMCB_INT_CTL] == \
	        (!(s) ? OLD(VMCB.word[VMCB_INT_CTL]) \
	         : INT_MASKING + (OLD(STAYS_OPEN) ? INT_WAITS : 0))) && \
	 CLAUSE(VMCB.word[VMCB_EVENT] == ((s) && OLD(WAS_INTERRUPTED) \
	        ? OLD(VMCB.word[VMCB_EXIT_EVENT]) : OLD(VMCB.word[VMCB_EVENT]))) && \
	 CLAUSE(VMCB.word[VMCB_EVENT_ERROR] == ((s) && OLD(WAS_INTERRUPTED && EXIT_HAS_ERROR) \
	        ? OLD(VMCB.word[VMCB_EXIT_EVENT + 1]) : OLD(VMCB.word[VMCB_EVENT_ERROR]))))
#define STAYS_OPEN (WAITS && VMCB.word[VMCB_EXIT_CODE] != EXIT_WINDOW)

/** Why the guest exited, in one call, after what sys_sync does: the reason; after EXIT_IO or
 * EXIT_MSR what it did; EIP behind the instruction or the guest's address; its EIP; its EAX. */
void sys_vm_exit(void);
#define sys_vm_exit_PRE()     (IN_CALL)
#define sys_vm_exit_ASSIGNS() ANSWER_ASSIGNS(), svm_sync_ASSIGNS()
#define sys_vm_exit_POST() \
	(SYNCED_IF(OLD(IS_MINE)) && \
	 ANSWERS(VM_ERROR, 5, VMCB.word[VMCB_EXIT_CODE], EXIT_DETAIL, VMCB.word[VMCB_EXIT_INFO_2], \
	         VMCB.word[VMCB_EIP], VMCB.word[VMCB_EAX]))
#define EXIT_DETAIL \
	(VMCB.word[VMCB_EXIT_CODE] == EXIT_IO \
	 ? IO_EXIT / 0x10000 * 0x10000 + IO_EXIT / 0x10 % 8 + IO_EXIT / 8 % 2 * SYS_VM_IO_REP + \
	   IO_EXIT / 4 % 2 * SYS_VM_IO_STRING + (1 - IO_EXIT % 2) * SYS_VM_IO_OUT \
	 : VMCB.word[VMCB_EXIT_CODE] == EXIT_MSR ? IO_EXIT % 2 * SYS_VM_IO_OUT : 0)

/** Register ARG(1) of the guest. */
void sys_get_reg(void);
#define sys_get_reg_PRE()     (IN_CALL)
#define sys_get_reg_ASSIGNS() ANSWER_ASSIGNS()
#define sys_get_reg_POST() \
	ANSWERS_1(!OLD(IS_MINE) ? SYS_E_VM : WAS_ARG(1) < VM_REGS ? SYS_OK : SYS_E_REG, \
	          VM_REG(WAS_ARG(1)))

/** Let register ARG(1) of the guest be ARG(2). */
void sys_set_reg(void);
#define sys_set_reg_PRE()     (IN_CALL)
#define sys_set_reg_ASSIGNS() ANSWER_ASSIGNS(), svm_set_reg_ASSIGNS(ARG(1), ARG(2))
#define sys_set_reg_POST() \
	(CLAUSE(VMCB.word[WORD_OF_REG(WAS_ARG(1))] == \
	        (OLD(SETS_REG && IN_BLOCK(ARG(1))) ? WAS_ARG(2) \
	         : OLD(VMCB.word[WORD_OF_REG(ARG(1))]))) && \
	 CLAUSE(VSVMSwitch.reg[GREG_OF_REG(WAS_ARG(1))] == \
	        (OLD(SETS_REG && !IN_BLOCK(ARG(1))) ? WAS_ARG(2) \
	         : OLD(VSVMSwitch.reg[GREG_OF_REG(ARG(1))]))) && \
	 ANSWERS_0(!OLD(IS_MINE) ? SYS_E_VM : OLD(SETS_REG) ? SYS_OK : SYS_E_REG))
#define SETS_REG (IS_MINE && ARG(1) < VM_REGS && REG_TAKES(ARG(1), ARG(2)))

/** Let segment ARG(1) of the guest have selector ARG(2), base ARG(3), limit ARG(4), attributes
 * ARG(5). */
void sys_set_seg(void);
#define sys_set_seg_PRE() (IN_CALL)
#define sys_set_seg_ASSIGNS() \
	ANSWER_ASSIGNS(), PART(VMCB.word, VMCB_SEGMENT(ARG(1) % SEGMENTS_OF_GUEST), 3)
#define sys_set_seg_POST() \
	(CLAUSE(VMCB.word[THAT_SEGMENT] == (OLD(SETS_SEG) ? SEGMENT_BITS(WAS_ARG(5)) * 0x10000 + \
	        WAS_ARG(2) : OLD(VMCB.word[A_SEGMENT]))) && \
	 CLAUSE(VMCB.word[THAT_SEGMENT + 1] == \
	        (OLD(SETS_SEG) ? WAS_ARG(4) : OLD(VMCB.word[A_SEGMENT + 1]))) && \
	 CLAUSE(VMCB.word[THAT_SEGMENT + 2] == \
	        (OLD(SETS_SEG) ? WAS_ARG(3) : OLD(VMCB.word[A_SEGMENT + 2]))) && \
	 ANSWERS_0(!OLD(IS_MINE) ? SYS_E_VM : OLD(SETS_SEG) ? SYS_OK : SYS_E_SEG))
#define SETS_SEG     (IS_MINE && IS_SEGMENT_OF(ARG(1), ARG(2)))
#define A_SEGMENT    VMCB_SEGMENT(ARG(1) % SEGMENTS_OF_GUEST)
#define THAT_SEGMENT VMCB_SEGMENT(WAS_ARG(1) % SEGMENTS_OF_GUEST)

/** Let an event be delivered as the guest goes on: type ARG(1), vector ARG(2), error code ARG(3) if
 * ARG(4) is 1. */
void sys_inject_event(void);
#define sys_inject_event_PRE() (IN_CALL)
#define sys_inject_event_ASSIGNS() \
	ANSWER_ASSIGNS(), VAR(VMCB.word[VMCB_EVENT]), VAR(VMCB.word[VMCB_EVENT_ERROR])
#define sys_inject_event_POST() \
	(CLAUSE(VMCB.word[VMCB_EVENT] == (OLD(INJECTS) \
	        ? EVENT_WORD(WAS_ARG(1), WAS_ARG(2), WAS_ARG(4)) : OLD(VMCB.word[VMCB_EVENT]))) && \
	 CLAUSE(VMCB.word[VMCB_EVENT_ERROR] == (OLD(INJECTS) && WAS_ARG(4) == 1 ? WAS_ARG(3) \
	                                        : OLD(VMCB.word[VMCB_EVENT_ERROR]))) && \
	 ANSWERS_0(!OLD(IS_MINE) ? SYS_E_VM : OLD(INJECTS) ? SYS_OK : SYS_E_EVENT))
#define INJECTS \
	(IS_MINE && VMCB.word[VMCB_EVENT] == 0 && IS_EVENT_OF(ARG(1), ARG(2), ARG(4)))

/** Let the guest exit as soon as it lets in an interrupt, if ARG(1) is not 0; else not. */
void sys_set_intercept_intwin(void);
#define sys_set_intercept_intwin_PRE() (IN_CALL)
#define sys_set_intercept_intwin_ASSIGNS() \
	ANSWER_ASSIGNS(), VAR(VMCB.word[VMCB_INTERCEPT_1]), VAR(VMCB.word[VMCB_INT_CTL])
#define sys_set_intercept_intwin_POST() \
	(CLAUSE(VMCB.word[VMCB_INTERCEPT_1] == \
	        (!OLD(IS_MINE) ? OLD(VMCB.word[VMCB_INTERCEPT_1]) \
	         : INTERCEPTS_1 + (WAS_ARG(1) != 0 ? INTERCEPTS_WINDOW : 0))) && \
	 CLAUSE(VMCB.word[VMCB_INT_CTL] == \
	        (!OLD(IS_MINE) ? OLD(VMCB.word[VMCB_INT_CTL]) \
	         : INT_MASKING + (WAS_ARG(1) != 0 ? INT_WAITS : 0))) && \
	 ANSWERS_0(VM_ERROR))

/** 1 if no interrupt may be delivered before the guest's next instruction. */
void sys_check_int_shadow(void);
#define sys_check_int_shadow_PRE()     (IN_CALL)
#define sys_check_int_shadow_ASSIGNS() ANSWER_ASSIGNS()
#define sys_check_int_shadow_POST()    VM_ANSWERS_1(VMCB.word[VMCB_INT_STATE])

/** 1 if an event is to be delivered already. */
void sys_check_pending_event(void);
#define sys_check_pending_event_PRE()     (IN_CALL)
#define sys_check_pending_event_ASSIGNS() ANSWER_ASSIGNS()
#define sys_check_pending_event_POST()    VM_ANSWERS_1(VMCB.word[VMCB_EVENT] != 0 ? 1 : 0)

/** Why the guest exited. */
void sys_get_exit_reason(void);
#define sys_get_exit_reason_PRE()     (IN_CALL)
#define sys_get_exit_reason_ASSIGNS() ANSWER_ASSIGNS()
#define sys_get_exit_reason_POST()    VM_ANSWERS_1(VMCB.word[VMCB_EXIT_CODE])

/** After EXIT_IO the port. */
void sys_get_exit_io_port(void);
#define sys_get_exit_io_port_PRE()     (IN_CALL)
#define sys_get_exit_io_port_ASSIGNS() ANSWER_ASSIGNS()
#define sys_get_exit_io_port_POST()    VM_ANSWERS_1(IO_EXIT / 0x10000)

/** After EXIT_IO the bytes at a time. */
void sys_get_exit_io_width(void);
#define sys_get_exit_io_width_PRE()     (IN_CALL)
#define sys_get_exit_io_width_ASSIGNS() ANSWER_ASSIGNS()
#define sys_get_exit_io_width_POST()    VM_ANSWERS_1(IO_EXIT / 0x10 % 8)

/** After EXIT_IO 1 if it is repeated. */
void sys_get_exit_io_rep(void);
#define sys_get_exit_io_rep_PRE()     (IN_CALL)
#define sys_get_exit_io_rep_ASSIGNS() ANSWER_ASSIGNS()
#define sys_get_exit_io_rep_POST()    VM_ANSWERS_1(IO_EXIT / 8 % 2)

/** After EXIT_IO 1 if it is from or to memory. */
void sys_get_exit_io_str(void);
#define sys_get_exit_io_str_PRE()     (IN_CALL)
#define sys_get_exit_io_str_ASSIGNS() ANSWER_ASSIGNS()
#define sys_get_exit_io_str_POST()    VM_ANSWERS_1(IO_EXIT / 4 % 2)

/** After EXIT_IO 1 if the guest writes to the port. */
void sys_get_exit_io_write(void);
#define sys_get_exit_io_write_PRE()     (IN_CALL)
#define sys_get_exit_io_write_ASSIGNS() ANSWER_ASSIGNS()
#define sys_get_exit_io_write_POST()    VM_ANSWERS_1(1 - IO_EXIT % 2)

/** After EXIT_IO the EIP behind the instruction. */
void sys_get_exit_io_neip(void);
#define sys_get_exit_io_neip_PRE()     (IN_CALL)
#define sys_get_exit_io_neip_ASSIGNS() ANSWER_ASSIGNS()
#define sys_get_exit_io_neip_POST()    VM_ANSWERS_1(VMCB.word[VMCB_EXIT_INFO_2])

/** After EXIT_PAGE the guest's physical address. */
void sys_get_exit_fault_addr(void);
#define sys_get_exit_fault_addr_PRE()     (IN_CALL)
#define sys_get_exit_fault_addr_ASSIGNS() ANSWER_ASSIGNS()
#define sys_get_exit_fault_addr_POST()    VM_ANSWERS_1(VMCB.word[VMCB_EXIT_INFO_2])

/** No system call has this number. */
void sys_none(void);
#define sys_none_PRE()     (IN_CALL)
#define sys_none_ASSIGNS() ANSWER_ASSIGNS()
#define sys_none_POST()    ANSWERS_0(SYS_E_CALL)

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
 * Of a call that lets others run, or the guest, nothing is left to do when it is the caller's turn
 * again: so the call has its answer before. */
flag_t trap_serve(u32 trap, code_t entry);
#define trap_serve_PRE(trap, entry) \
	(IN_TRAP && \
	 IMPLIES((trap) == TRAP_SYSTEM_CALL, PUCtx.access[ME].kind == ACCESS_NONE && \
	         IMPLIES(ARG(0) == SYS_VM_RUN && IS_MINE, GOES_ON_WITH(ARG(1), ARG(2)))))
/** What the guest does first is stated if it goes on at eip with that EAX (VSVMSwitch.h). */
#define GOES_ON_WITH(eip, eax) \
	(VMCB.word[VMCB_EIP] == (eip) && VMCB.word[VMCB_EAX] == (eax) && CAN_GO_ON_THERE)
#define trap_serve_ASSIGNS(trap, entry) \
	page_fault_ASSIGNS(), sys_spawn_ASSIGNS(entry), VAR(TTrap.awaited[ME]), \
	page_store_ASSIGNS(STORE_WORD(ME, ARG(3)), 0), \
	EACH(PIPCIntro.busy, NCHANS), EACH(PIPCIntro.content, NCHANS), \
	EACH(PAbQueue.queue, NQUEUES), VAR(PCID.current), kctx_switch_ASSIGNS(ME, NEXT), \
	console_read_ASSIGNS(), EACH(Console.output, CONSOLE_WRITTEN), \
	svm_run_ASSIGNS(), EACH(VMCB.word, VMCB_WORDS), EACH(VSVMSwitch.reg, GREGS), \
	VAR(VNPTInit.owner), EACH(VNPTIntro.page, GUEST_PAGES), EACH(VNPTInit.lent, GUEST_PAGES)

#endif
