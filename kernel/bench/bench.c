/* bench.c: what the primitives cost, in instructions, each called as C calls it: with its arguments
 * on the stack, call and return included.
 */
#include "bench.h"

#include <layers.h>
#include <sizes.h>
#include <machine.h>
#include <monitor.h>

/* Primitives that the bench also calls itself (layers.h has them without their types). */
frame_t palloc(void);
void pfree(frame_t f);
flag_t is_norm(frame_t f);
flag_t at_get(frame_t f);
void at_set(frame_t f, flag_t b);

/* start.S */
void bench_nothing(void);
void bench_pong(void);
void bench_yielding(void);
void bench_sleeping(void);

#define GROUP        32768u /* frames: the most that the tree has below one child of its root */
#define RANDOM_CALLS 50000u

static u32 nothing; /* ticks of a call of nothing */
static frame_t least, last; /* usable frames, all between them usable too */

/* The arguments of a call; those that the primitive does not take do no harm. */
struct arguments {
	u32 a, b, c, d;
};

/* Ticks of a call of function, and what it returned. */
static u32 ticks(void (*function)(void), struct arguments with, u32 *result)
{
	u32 value;
	u32 end;
	u32 start;

	__asm__ volatile("rdtsc\n\t"
	                 "movl %%eax, %%esi\n\t"
	                 "pushl 12(%%ebx)\n\t"
	                 "pushl 8(%%ebx)\n\t"
	                 "pushl 4(%%ebx)\n\t"
	                 "pushl (%%ebx)\n\t"
	                 "call *%%edi\n\t"
	                 "addl $16, %%esp\n\t"
	                 "movl %%eax, %%ecx\n\t"
	                 "rdtsc"
	                 : "=a"(end), "=&S"(start), "=&c"(value)
	                 : "b"(&with), "D"(function)
	                 : "edx", "memory", "cc");
	*result = value;
	return end - start;
}

/* 0 if this stack does not have it */
static const struct primitive *find(const char *name)
{
	for (u32 i = 0; i < primitive_count; i++) {
		const char *a = primitive_table[i].name;
		const char *b = name;

		while (*a && *a == *b) {
			a++;
			b++;
		}
		if (*a == *b)
			return &primitive_table[i];
	}
	return 0;
}

/* Instructions of a call: one for each argument, call, what is called with its return, and one to
 * drop the arguments. */
static u32 cost_of(const char *name, struct arguments with, u32 *result)
{
	const struct primitive *p = find(name);

	if (!p)
		panic("the bench knows a primitive that this stack does not have: %s", name);
	return ticks(p->function, with, result) - nothing + 2 + p->arguments + (p->arguments > 0);
}

static u32 cost(const char *name, u32 a, u32 b, u32 *result)
{
	return cost_of(name, (struct arguments){ a, b, 0, 0 }, result);
}

static void measure(const char *name, const char *what, u32 a, u32 b)
{
	u32 result;

	bench_print(what, cost(name, a, b, &result));
}

static void expect(const char *what, u32 right, u32 got)
{
	if (got != right)
		panic("%s: frame %u, not %u", what, got, right);
}

/* palloc, which has to find frame f, and pfree of it. */
static void measure_pair(const char *what_palloc, const char *what_pfree, frame_t f)
{
	u32 got;
	u32 unused;

	bench_print(what_palloc, cost("palloc", 0, 0, &got));
	expect(what_palloc, f, got);
	bench_print(what_pfree, cost("pfree", f, 0, &unused));
}

/* Take every frame from first up to, but not with, end. */
static void take(frame_t first, frame_t end)
{
	for (frame_t f = first; f < end; f++) {
#ifdef SCAN
		at_set(f, 1); /* what palloc does in the end; to find each frame takes hours */
#else
		expect("palloc", f, palloc());
#endif
	}
}

#ifndef SCAN
static u32 most(u32 a, u32 b)
{
	return a > b ? a : b;
}

/* Memory is full.  One frame here, one there: each palloc empties a whole branch of the tree, each
 * pfree fills one. */
static void measure_scattered(void)
{
	u32 palloc_most = 0;
	u32 pfree_most = 0;
	u32 unused;
	u32 f;

	/* from above, so that each becomes the least of all */
	for (frame_t f = last; f > least + GROUP; f -= GROUP - 1)
		pfree_most = most(pfree_most, cost("pfree", f, 0, &unused));
	do {
		palloc_most = most(palloc_most, cost("palloc", 0, 0, &f));
	} while (f != 0);
	bench_print("palloc-scattered", palloc_most);
	bench_print("pfree-scattered", pfree_most);
}

/* Memory is full.  Calls by chance, most of them of pfree at first. */
static void measure_random(void)
{
	u32 palloc_most = 0;
	u32 pfree_most = 0;
	u32 seed = 1;
	u32 unused;

	for (u32 i = 0; i < RANDOM_CALLS; i++) {
		frame_t f;

		seed = seed * 1664525 + 1013904223;
		f = least + (seed >> 8) % (last - least + 1);
		if (!at_get(f) || (seed >> 4) % RANDOM_CALLS < i)
			palloc_most = most(palloc_most, cost("palloc", 0, 0, &unused));
		else
			pfree_most = most(pfree_most, cost("pfree", f, 0, &unused));
	}
	bench_print("palloc-random", palloc_most);
	bench_print("pfree-random", pfree_most);
}
#endif

static void measure_allocator(void)
{
	frame_t half = least + (last - least) / 2;
	u32 got;

	measure_pair("palloc-empty", "pfree-empty", least);
	take(least, half);
	measure_pair("palloc-half", "pfree-half", half);
	take(half, last);
	measure_pair("palloc-last", "pfree-last", last);
	take(last, last + 1);
	bench_print("palloc-full", cost("palloc", 0, 0, &got));
	expect("palloc-full", 0, got);
#ifndef SCAN
	measure_scattered();
	measure_random();
#endif
}

/* Figures that this stack does not have, as it lacks the primitive. */
static u32 are_absent(const char *primitive, const char *const *figures)
{
	if (find(primitive))
		return 0;
	for (; *figures; figures++)
		console_print("bench %s absent\n", *figures);
	return 1;
}

/* There and back: the other context does nothing but switch back. */
static void measure_switch(void)
{
	static const char *const figures[] = { "switch-round-trip", 0 };
	u32 unused;

	if (are_absent("kctx_switch", figures))
		return;
	cost("set_sp", 1, STACK_TOP(1) - 4, &unused);
	cost("set_ra", 1, (code_t)bench_pong, &unused);
	cost("kctx_switch", 0, 1, &unused); /* its first run pushes its arguments */
	bench_print("switch-round-trip", cost("kctx_switch", 0, 1, &unused));
}

/* Threads that take turns, and come and go.  Each of the others goes round once before it is
 * measured, so that it is where it stays. */
static void measure_threads(void)
{
	static const char *const figures[] = { "yield-round-trip", "sleep-round-trip",
		"spawn-kill", "spawn-kill-page", 0 };
	u32 pair;
	u32 t;
	u32 unused;

	if (are_absent("thread_yield", figures))
		return;
	cost("thread_spawn", (code_t)bench_yielding, 0, &t);
	cost("thread_yield", 0, 0, &unused);
	bench_print("yield-round-trip", cost("thread_yield", 0, 0, &unused));
	cost("thread_kill", READY_QUEUE, t, &unused);

	cost("thread_spawn", (code_t)bench_sleeping, 0, &t);
	cost("thread_sleep", 0, 0, &unused);
	pair = cost("thread_wakeup", 1, 0, &unused);
	bench_print("sleep-round-trip", pair + cost("thread_sleep", 0, 0, &unused));
	cost("thread_kill", 1, t, &unused);

	pair = cost("thread_spawn", (code_t)bench_yielding, 0, &t);
	bench_print("spawn-kill", pair + cost("thread_kill", READY_QUEUE, t, &unused));
	pair = cost("thread_spawn", (code_t)bench_yielding, 0, &t);
	cost_of("pt_resv", (struct arguments){ t, 0x40000000, 7, 0 }, &unused);
	bench_print("spawn-kill-page", pair + cost("thread_kill", READY_QUEUE, t, &unused));
}

/* A word to the caller's own channel and out of it. */
static void measure_channels(void)
{
	static const char *const figures[] = { "send-receive", 0 };
	u32 pair;
	u32 unused;

	if (are_absent("chan_send", figures))
		return;
	pair = cost("chan_send", 0, 1, &unused);
	bench_print("send-receive", pair + cost("chan_recv", 0, 0, &unused));
}

static void make_user_context(thread_t t)
{
	const struct arguments with = { t, 0, BENCH_PROGRAM, USER_END };
	u32 unused;

	cost_of("uctx_new", with, &unused);
}

/* Programs that make system calls: one again and again; two in turns, each in its own map. */
static void measure_processes(void)
{
	static const char *const figures[] = { "trap-round-trip", "process-round-trip", 0 };
	const struct arguments none = { 0, 0, 0, 0 };
	u32 unused;
	u32 t;

	if (are_absent("proc_run", figures))
		return;
	make_user_context(0);
	cost("uctx_run", 0, 0, &unused);
	bench_print("trap-round-trip", cost("uctx_run", 0, 0, &unused));
	cost("thread_spawn", (code_t)bench_process, 0, &t);
	make_user_context(t);
	ticks(bench_process_round, none, &unused);
	bench_print("process-round-trip", ticks(bench_process_round, none, &unused) - nothing);
	cost("thread_kill", READY_QUEUE, t, &unused);
}

/* A guest that does nothing but call the hypervisor: it goes on where it exited. */
static void measure_guest(void)
{
	static const char *const figures[] = { "exit-round-trip", 0 };
	u32 unused;

	if (are_absent("svm_run", figures))
		return;
	machine_map_guest();
	cost("vm_take", 0, 0, &unused);
	cost("svm_set_reg", VM_EIP, BENCH_GUEST, &unused);
	cost("svm_run", 0, 0, &unused);
	bench_print("exit-round-trip", cost("svm_run", 0, 0, &unused));
	cost("vm_leave", 0, 0, &unused);
}

/* A page that comes and goes, in a map with the table for it; then one that takes a table, and all
 * of the map.  The processor's own map is another, then the same.  What pt_insert puts in is taken
 * out again: pt_free frees what pt_resv has made. */
static void measure_maps(void)
{
	const uaddr_t at = 0x40000000;
	const u32 table_size = ENTRIES * PAGE_SIZE;
	u32 unused;
	frame_t f;
	map_t n;

	cost("pt_new", 0, 0, &n);
	cost_of("pt_resv", (struct arguments){ n, at, 7, 0 }, &unused);
	cost("palloc", 0, 0, &f);
	bench_print("map",
	            cost_of("pt_insert", (struct arguments){ n, at + PAGE_SIZE, f, 7 }, &unused));
	bench_print("unmap", cost("pt_rmv", n, at + PAGE_SIZE, &unused));
	cost("set_pt", n, 0, &unused);
	bench_print("map-loaded",
	            cost_of("pt_insert", (struct arguments){ n, at + PAGE_SIZE, f, 7 }, &unused));
	bench_print("unmap-loaded", cost("pt_rmv", n, at + PAGE_SIZE, &unused));
	bench_print("map-table", cost_of("pt_insert",
	            (struct arguments){ n, at + table_size, f, 7 }, &unused));
	cost("pt_rmv", n, at + table_size, &unused);
	cost("pt_release", n, at + table_size, &unused);
	cost("pfree", f, 0, &unused);
	bench_print("fresh-page",
	            cost_of("pt_resv", (struct arguments){ n, at + PAGE_SIZE, 7, 0 }, &unused));
	cost_of("pt_resv", (struct arguments){ n, at + table_size, 7, 0 }, &unused);
	bench_print("set_pt", cost("set_pt", 0, 0, &unused));
	bench_print("free-map", cost("pt_free", n, 0, &unused));
}

_Noreturn void monitor_run(void)
{
	u32 unused;

	machine_map_outside(BENCH_PROGRAM, bench_program, 0);
	stack_init();
	nothing = ticks(bench_nothing, (struct arguments){ 0, 0, 0, 0 }, &unused);
	for (least = LEAST_FRAME; !is_norm(least);)
		least++;
	for (last = least; last + 1 < NFRAMES && is_norm(last + 1);)
		last++;
	measure("is_norm", "is_norm", least, 0);
	measure("set_norm", "set_norm", least, 1);
	measure("at_get", "at_get", least, 0);
	measure("at_set", "at_set", least, 0);
	measure_switch();
	measure_threads();
	measure_channels();
	measure_processes();
	measure_guest();
	measure_maps();
	measure_allocator();
	machine_exit(MACHINE_DONE);
}
