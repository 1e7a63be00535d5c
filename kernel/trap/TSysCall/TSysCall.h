/** @file
 * TSysCall: the kernel as programs see it.
 *
 * A process goes on in ring 3 until a trap; the trap is served; and so on, until it ends.  To
 * programs the kernel is a processor with a few instructions more (syscall.h): of the kernel's own
 * threads, page maps and contexts nothing is left to see.
 *
 * What such an instruction does may begin in one program and end in another, with many steps
 * between: which steps these are is all that can be said of it, and TSysCall.spec.c says it.
 */
#ifndef TSYSCALL_H
#define TSYSCALL_H
#include <TTrap.h>

/** Where processes start in the kernel: no number that anybody else has. */
#ifdef LOCKSTEP
extern const code_t TSysCall_start;
#define PROCESS_CODE TSysCall_start
#else
#define PROCESS_CODE 0x46000000u
#endif

/** Every thread but the first is a process, and that the first one waits nobody knows. */
#define TSysCall_INVARIANT \
	ALL(t, NTHREADS, IMPLIES(MBoot.ready == 1 && t != 0 && PAbQueue.state[t] != THREAD_DEAD, \
	                         TTrap.life[t] != PROC_NONE))

/** While a program runs, its instructions are all that there is, as below. */
#define TSysCall_IN_RING3 PUCtx_IN_RING3

/** Make a process of the program that is file i.  Returns its thread, NIL if there is none. */
link_t proc_launch(image_t i);
#define proc_launch_PRE(i)     (MBoot.ready == 1 && (i) < NIMAGES)
#define proc_launch_ASSIGNS(i) proc_start_ASSIGNS(i, PROCESS_CODE)

/** Let processes run, and bury those that have ended.  Returns when there is none. */
void proc_main(void);
#define proc_main_PRE()     (MBoot.ready == 1 && ME == 0)
#define proc_main_ASSIGNS() RUN_ASSIGNS()
/** What may change while processes run. */
#define RUN_ASSIGNS() \
	EACH(TTrap.life, NTHREADS), EACH(TTrap.status, NTHREADS), EACH(TTrap.pages, NTHREADS), \
	EACH(TTrap.program, NTHREADS), EACH(TTrap.awaited, NTHREADS), \
	EACH(TTrap.receives, NTHREADS), \
	EACH(PUCtx.made, NTHREADS), EACH(PUCtx.image, NTHREADS), EACH(PUCtx.context, NTHREADS), \
	EACH(PUCtx.access, NTHREADS), VAR(PUCtx.running), VAR(PUCtx.kernel), \
	EACH(PIPCIntro.busy, NCHANS), EACH(PIPCIntro.content, NCHANS), \
	VAR(PCID.current), EACH(PAbQueue.state, NTHREADS), EACH(PAbQueue.queue, NQUEUES), \
	EACH(PAbQueue.in, NTHREADS), EACH(PAbQueue.place, NTHREADS), \
	VAR(PKCtx), EACH(MPTBit.used, NMAPS), EACH(MPTNew.mapped, NFRAMES), VAR(MPTIntro), \
	EACH(MAT.frame, NFRAMES), VAR(Machine.cpu), VAR(Machine.scratch), \
	console_read_ASSIGNS(), EACH(Console.output, CONSOLE_WRITTEN), VAR(Clock.ticks), \
	vm_serve_ASSIGNS(0)

/** The program that runs loads the word at va.  Returns it.  If it has memory there but no page
 * yet, it gets it; if it has none, it ends. */
u32 prog_load(uaddr_t va);
#define prog_load_PRE(va)     user_load_PRE(va)
#define prog_load_ASSIGNS(va) RUN_ASSIGNS()

/** The program that runs stores v in the word at va; likewise. */
void prog_store(uaddr_t va, word_t v);
#define prog_store_PRE(va, v)     user_store_PRE(va, v)
#define prog_store_ASSIGNS(va, v) RUN_ASSIGNS()

/** The program that runs makes a system call: its number, and five arguments.  Returns the error,
 * and results in the other registers.  (What a guest does that it lets run is not stated here.) */
u32 prog_call(reg_t eax, reg_t ebx, reg_t ecx, reg_t edx, reg_t esi, reg_t edi);
#define prog_call_PRE(eax, ebx, ecx, edx, esi, edi) \
	(PUCtx.running != 0 && IS_STATED(eax))
#define prog_call_ASSIGNS(eax, ebx, ecx, edx, esi, edi) RUN_ASSIGNS()

#endif
