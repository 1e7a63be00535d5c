/* TSysCall: the executable specification. */
#include <TSysCall.h>

#define KERNEL_THREAD 0u

link_t spec_proc_launch(image_t i)
{
	return spec_proc_start(i, PROCESS_CODE);
}

/* ---- the kernel's thread --------------------------------------------------------------------- */

/* Kill the processes that have ended.  Returns how many are left. */
static u32 bury(void)
{
	u32 left = 0;

	for (thread_t t = 0; t < NTHREADS; t++) {
		if (IS_THERE(t))
			left++;
		else if (TTrap.life[t] == PROC_ENDED && PAbQueue.state[t] == THREAD_READY)
			spec_thread_kill(READY_QUEUE, t);
	}
	return left;
}

static void wake_all(void)
{
	for (queue_t q = 0; q < NTHREADS; q++)
		while (LENGTH(q) != 0)
			spec_thread_wakeup(q);
}

/* It sleeps until a process ends.  If nobody is ready then, all wait for each other: they are told
 * to look again.  Returns 0 when there is no process left. */
static flag_t kernel_goes_on(void)
{
	if (bury() == 0)
		return 0;
	if (!SOMEBODY)
		wake_all();
	spec_thread_sleep(KERNEL_THREAD);
	return 1;
}

/* ---- processes ------------------------------------------------------------------------------- */

/* The process that runs goes on in ring 3 if it can, or serves the trap that it has taken. */
static void process_goes_on(void)
{
	u32 trap = spec_proc_run();

	if (PUCtx.running == 0)
		spec_trap_serve(trap, PROCESS_CODE);
}

/* Before it has its turn again it is buried. */
static void process_ends(void)
{
	spec_proc_leave();
	spec_thread_wakeup(KERNEL_THREAD);
	spec_thread_yield();
}

/* Until a program runs in ring 3, or there is none left. */
static void go_on(void)
{
	while (PUCtx.running == 0) {
		if (ME == KERNEL_THREAD) {
			if (!kernel_goes_on()) {
				Machine.scratch = (struct scratch){0, 0, 0, 0};
				return;
			}
		} else if (spec_proc_turn() == PROC_RUNS) {
			process_goes_on();
		} else {
			process_ends();
		}
	}
}

void spec_proc_main(void)
{
	Clock.ticks = 1;
	go_on();
}

/* A trap has brought control back to the kernel. */
static void serve(u32 trap)
{
	spec_trap_serve(trap, PROCESS_CODE);
	go_on();
}

/* What was tried again has its result in the register. */
u32 spec_prog_load(uaddr_t va)
{
	u32 word = spec_user_load(va);

	if (PUCtx.running != 0)
		return word;
	serve(TRAP_PAGE_FAULT);
	return Machine.scratch.eax;
}

void spec_prog_store(uaddr_t va, word_t v)
{
	spec_user_store(va, v);
	if (PUCtx.running == 0)
		serve(TRAP_PAGE_FAULT);
}

u32 spec_prog_call(reg_t eax, reg_t ebx, reg_t ecx, reg_t edx, reg_t esi, reg_t edi)
{
	spec_user_syscall(eax, ebx, ecx, edx, esi, edi);
	serve(TRAP_SYSTEM_CALL);
	return Machine.scratch.eax;
}
