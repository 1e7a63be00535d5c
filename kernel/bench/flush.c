/* flush.c: how often an operation makes the processor forget: pages by INVLPG, all of them by
 * loading CR3.  Instruction counts do not show what that costs.
 *
 * Linked without link-time optimisation, so that each call can be counted (ld --wrap).
 */
#include "bench.h"

#include <machine.h>
#include <monitor.h>
#include <sizes.h>

map_t pt_new(void);
void pt_free(map_t n);
frame_t pt_resv(map_t n, uaddr_t va, perm_t perm);
flag_t pt_insert(map_t n, uaddr_t va, frame_t f, perm_t perm);
frame_t pt_rmv(map_t n, uaddr_t va);
void set_pt(map_t n);
frame_t palloc(void);
/* A stack may end below the layers of these. */
__attribute__((weak)) link_t thread_spawn(code_t entry);
__attribute__((weak)) void uctx_new(thread_t t, image_t i, vaddr_t eip, vaddr_t esp);
__attribute__((weak)) u32 proc_run(void);

void __real_invlpg(uaddr_t va);
void __real_set_cr3(frame_t f);
void __wrap_invlpg(uaddr_t va);
void __wrap_set_cr3(frame_t f);

#define AT  0x40000000u
#define ALL (PTE_PRESENT | PTE_WRITE | PTE_USER)

static u32 flushes;

void __wrap_invlpg(uaddr_t va)
{
	flushes++;
	__real_invlpg(va);
}

void __wrap_set_cr3(frame_t f)
{
	flushes++;
	__real_set_cr3(f);
}

static void print(const char *what)
{
	bench_print(what, flushes);
	flushes = 0;
}

/* Two processes take turns; each goes round once before. */
static void count_processes(void)
{
	u32 t = thread_spawn((code_t)bench_process);

	uctx_new(0, 0, BENCH_PROGRAM, USER_END);
	uctx_new(t, 0, BENCH_PROGRAM, USER_END);
	bench_process_round();
	flushes = 0;
	bench_process_round();
	print("flush-processes");
}

_Noreturn void monitor_run(void)
{
	map_t n;
	frame_t f;

	machine_map_outside(BENCH_PROGRAM, bench_program, 0);
	stack_init();
	print("flush-boot");
	n = pt_new();
	pt_resv(n, AT, ALL);
	print("flush-fresh");
	f = palloc();
	pt_insert(n, AT + PAGE_SIZE, f, ALL);
	pt_rmv(n, AT + PAGE_SIZE);
	print("flush-other");
	set_pt(n);
	print("flush-set_pt");
	pt_insert(n, AT + PAGE_SIZE, f, ALL);
	flushes = 0;
	pt_insert(n, AT + PAGE_SIZE, f, PTE_PRESENT | PTE_USER);
	print("flush-change");
	pt_rmv(n, AT + PAGE_SIZE);
	print("flush-unmap");
	set_pt(0);
	flushes = 0;
	pt_free(n);
	print("flush-free");
	if (proc_run)
		count_processes();
	else
		console_print("bench flush-processes absent\n");
	machine_exit(MACHINE_DONE);
}
