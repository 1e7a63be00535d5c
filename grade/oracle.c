/* oracle.c: runs a trace over the executable specifications, at full size.
 *
 * The world holds physical memory as an array, so it is reserved and never copied: only the pages
 * that the specifications touch exist.
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS, MAP_NORESERVE */
#include "oracle.h"

#include "environment.h"
#include "probe/outside.h"
#include "util.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* Code and stacks have no addresses here.  A marker (ENTRY_MARK too) and a number stand for them;
 * none of these is the address of a word of memory or of a stack. */
#define RESUME_MARK 0x52000000u
#define STACK_MARK  0x53000000u
#define MARK(a)     ((a) & 0xFF000000u)
#define NUMBER(a)   ((a) & 0x00FFFFFFu)

#define COPY_BLOCK  4096u
#define STORE_BLOCK 65536u /* of many copied, and of whole pages of every system */
#define PROBE_STACK 2048u /* bytes the probe needs under a stack pointer */

/* Where the calls of the trace wait. */
struct oracle {
	struct trace *trace;
	u32 nonce;                   /* it gives the sentinels */
	u32 slot;                    /* the stack slot the probe is on */
	u32 waiting[NCTX];           /* the call that waits on a slot, 0: none */
	u32 ring3_esp;               /* the stack pointer of the program that runs */
	u32 *ring3_waiting;          /* by number: 1 + the stack pointer of a program's call that
	                              * has not returned, else 0 */
	u32 outside;                 /* calls since the kernel made one */
	u32 guest_waiting;           /* the guest's call that waits, 0: none */
	u32 guest_after;             /* where the guest goes on when it is done */
	u32 guest_esp;
	struct world *then[NCTX];    /* what views name of the world in which that call was made */
	u32 *slot_of_call;           /* by number */
	const struct trace_call *at; /* the call being made */
};

#define fail(o, ...) \
	die("%s:%u: call %u: %s", (o)->trace->file, (o)->at->line, \
	    (unsigned)((o)->at - (o)->trace->call) + 1, print(__VA_ARGS__))

_Static_assert(EBX == (int)SENTINEL_EBX && ESI == (int)SENTINEL_ESI && EDI == (int)SENTINEL_EDI &&
               EBP == (int)SENTINEL_EBP, "both number the registers alike");

/* The deepness check leaves out clauses of a POST; here all of them hold. */
int clause_dropped(void)
{
	return 0;
}

/* A world that is all zero and takes no memory as long as nothing is stored. */
static struct world *empty_world(int protection)
{
	void *world = mmap(0, world_size, protection,
	                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (world == MAP_FAILED)
		die("grade: no address space for the specifications' memory (%zu MiB)",
		    world_size >> 20);
	return world;
}

/* Most of the world stays zero, and to look at all of that takes time.  So it is noted in which
 * blocks something is stored: until then they can only be read. */
static char *noted;
static bool *is_stored; /* by block */

static void on_store(int number, siginfo_t *what, void *context)
{
	size_t block = (size_t)((char *)what->si_addr - noted) / STORE_BLOCK;

	(void)context;
	if (noted == NULL || block > world_size / STORE_BLOCK || is_stored[block] ||
	    mprotect(noted + block * STORE_BLOCK, STORE_BLOCK, PROT_READ | PROT_WRITE) != 0)
		signal(number, SIG_DFL); /* the instruction runs again, and ends the process */
	else
		is_stored[block] = true;
}

static void note_stores(struct world *world)
{
	struct sigaction action = { .sa_sigaction = on_store, .sa_flags = SA_SIGINFO };

	is_stored = allocate((world_size / STORE_BLOCK + 1) * sizeof(*is_stored));
	noted = (char *)world;
	sigaction(SIGSEGV, &action, 0);
	sigaction(SIGBUS, &action, 0); /* some systems call it that */
}

static void world_open(const struct trace *t)
{
	abs_ = abs_old_ = empty_world(PROT_READ);
	note_stores(abs_);
	for (unsigned i = 0; i < t->rows; i++)
		machine_set_row(i, (u32)t->row[i].base, (u32)(t->row[i].base >> 32),
		                (u32)t->row[i].length, (u32)(t->row[i].length >> 32),
		                t->row[i].usable);
	machine_set_guests(!t->no_guests, VMCB_ZEROES);
	machine_set_rows(t->rows);
	machine_set_devices(0);
	for (unsigned i = 0; i < t->images; i++)
		for (unsigned k = 0; k < t->image[i].words; k++)
			image_add(i, t->image[i].word[k]);
}

/* Frames are asked for between runs, too, and some name places by the state: they find it empty. */
static void world_close(void)
{
	static struct world *empty;

	munmap(abs_, world_size);
	noted = NULL;
	free(is_stored);
	if (empty == NULL)
		empty = empty_world(PROT_READ);
	abs_ = abs_old_ = empty;
}

/* Copy a region of the world, but store nothing where it is there already: a page of zeroes takes
 * no memory. */
static void copy(struct world *then, const struct region *region)
{
	const size_t end = region->offset + region->size;

	for (size_t at = region->offset, n; at < end; at += n) {
		char *to = (char *)then + at;
		const char *from = (char *)abs_ + at;

		n = COPY_BLOCK - at % COPY_BLOCK;
		n = n < end - at ? n : end - at;
		if (is_stored[at / STORE_BLOCK] && memcmp(to, from, n) != 0)
			memcpy(to, from, n);
	}
}

/* Others may run before the call returns: keep what the views name of the world as it is. */
static void keep(struct oracle *o)
{
	struct region region[MAX_REGIONS];

	for (const int *l = layer_specs[o->trace->layer].views; *l >= 0; l++) {
		unsigned regions = layer_specs[*l].view_old(o->slot, region);

		if (o->then[o->slot] == NULL)
			o->then[o->slot] = empty_world(PROT_READ | PROT_WRITE);
		for (unsigned i = 0; i < regions; i++)
			copy(o->then[o->slot], &region[i]);
	}
}

/* Call n returns, and others may have run: it finds what the views say. */
static void check_views(struct oracle *o, u32 slot, u32 n)
{
	const struct layer_spec *here = &layer_specs[o->trace->layer];

	for (const int *l = here->views; *l >= 0; l++) {
		abs_old_ = o->then[slot];
		if (!here->runs(slot) || !layer_specs[*l].view(slot))
			fail(o, "call %u would return to thread %u, of which %s_VIEW in %s.h is "
			     "false then", n, slot, layer_specs[*l].name, layer_specs[*l].name);
		abs_old_ = abs_;
	}
}

/* A number that the specifications could not tell from the address of an entry point. */
static u32 argument(struct oracle *o, struct value v)
{
	u32 mark = MARK(v.number);

	if (v.kind == VALUE_ENTRY)
		return ENTRY_MARK + v.number;
	if (v.kind == VALUE_NUMBER && (mark == ENTRY_MARK || mark == RESUME_MARK))
		fail(o, "0x%x stands for an address of code here: write entry#K, or another number",
		     v.number);
	return value_number(v);
}

/* Control comes to an entry point for the first time, on a stack of its own. */
static void land_on_entry(struct oracle *o, const u32 *cpu, struct expected *e)
{
	u32 slot = (cpu[ESP] - STACK_BASE) / STACK_SLOT_SIZE;
	u32 within = (cpu[ESP] - STACK_BASE) % STACK_SLOT_SIZE;

	if (slot >= NCTX || within < STACK_SLOT_SIZE - STACK_SIZE + PROBE_STACK ||
	    cpu[ESP] % 4 != 0)
		fail(o, "control would come to entry#%u with ESP 0x%x: the probe needs %u bytes "
		     "of a stack slot below it", NUMBER(cpu[EIP]), cpu[ESP], PROBE_STACK);
	e->landing = LANDING_ENTRY(NUMBER(cpu[EIP]));
	e->slot = o->slot = slot;
	e->esp = cpu[ESP];
	o->waiting[slot] = 0;
}

static enum mode mode_of(const struct trace_call *call)
{
	return primitive_specs[call->primitive].mode;
}

static bool is_outside_entry(u32 address)
{
	return address - OUTSIDE_CODE < OUTSIDE_ENTRIES * OUTSIDE_ENTRY_SIZE &&
	       address % OUTSIDE_ENTRY_SIZE == 0;
}

/* Control comes to an entry point of the probe in ring 3. */
static void land_on_ring3(struct oracle *o, const u32 *cpu, struct expected *e)
{
	e->landing = LANDING_RING3((cpu[EIP] - OUTSIDE_CODE) / OUTSIDE_ENTRY_SIZE);
	e->slot = o->slot;
	o->ring3_esp = MARK(cpu[ESP]) != STACK_MARK ? cpu[ESP]
	               : o->ring3_waiting[NUMBER(cpu[ESP])] - 1;
	e->esp = o->ring3_esp;
	e->segments = USER_DATA << 16 | USER_DATA;
}

/* Call n of a program returns. */
static void return_to_ring3(struct oracle *o, const u32 *cpu, struct expected *e, u32 n)
{
	if (cpu[ESP] != STACK_MARK + n)
		fail(o, "call %u would return with another stack pointer than it was made with", n);
	if (o->ring3_waiting[n] == 0)
		fail(o, "call %u would return a second time", n);
	e->landing = &o->trace->call[n - 1] == o->at ? LANDING_OWN : n;
	e->slot = o->slot;
	e->esp = 0;
	o->ring3_esp = o->ring3_waiting[n] - 1;
	o->ring3_waiting[n] = 0;
}

/* Control comes to an entry point of the probe in the guest, or back to where it made a call. */
static void land_in_guest(struct oracle *o, const u32 *cpu, struct expected *e)
{
	bool is_entry = is_outside_entry(cpu[EIP]);
	u32 n = o->guest_waiting;

	if (!is_entry && (n == 0 || cpu[EIP] != o->guest_after))
		fail(o, "the guest would go on at 0x%x, which is no entry point of the probe there "
		     "and not behind the instruction that it did last: use guest#K", cpu[EIP]);
	e->slot = o->slot;
	e->landing = is_entry ? LANDING_GUEST((cpu[EIP] - OUTSIDE_CODE) / OUTSIDE_ENTRY_SIZE)
	             : &o->trace->call[n - 1] == o->at ? LANDING_OWN : n;
	e->esp = is_entry ? cpu[ESP] : cpu[ESP] - o->guest_esp;
	e->eflags = vmcb_word(VMCB_EFLAGS) & EFLAGS_KEPT;
	e->segments = vmcb_word(VMCB_SEGMENT(SEG_GS)) << 16 |
	              (vmcb_word(VMCB_SEGMENT(SEG_FS)) & 0xFFFF);
	o->guest_esp = cpu[ESP];
	o->guest_waiting = 0;
}

/* Call n returns, on the stack where it was made. */
static void land_on_return(struct oracle *o, const u32 *cpu, struct expected *e, u32 n)
{
	u32 slot = o->slot_of_call[n];

	if (cpu[ESP] != STACK_MARK + n)
		fail(o, "call %u would return on another stack than it was made on", n);
	if (o->waiting[slot] != n)
		fail(o, "call %u would return, but its stack was used by others since", n);
	e->landing = LANDING_OWN;
	if (&o->trace->call[n - 1] != o->at) {
		e->landing = n;
		check_views(o, slot, n);
	}
	e->slot = o->slot = slot;
	e->esp = 0;
	o->waiting[slot] = 0;
}

static void land(struct oracle *o, struct expected *e)
{
	u32 cpu[REGISTERS];
	u32 mark;
	u32 n;

	cpu_get(cpu);
	mark = MARK(cpu[EIP]);
	n = NUMBER(cpu[EIP]);
	for (unsigned i = 0; i < SENTINELS; i++)
		e->registers[i] = cpu[i];
	e->known = scratch_get(e->scratch);
	e->mode = spec_mode();
	e->eflags = e->mode == MODE_RING3 ? EFLAGS_RING3 : 0;
	e->segments = NO_SEGMENTS;
	if (e->mode == MODE_GUEST)
		land_in_guest(o, cpu, e);
	else if (is_outside_entry(cpu[EIP]))
		land_on_ring3(o, cpu, e);
	else if (mark == ENTRY_MARK && n < STREAM_ENTRIES)
		land_on_entry(o, cpu, e);
	else if (mark == RESUME_MARK && n >= 1 && n <= (u32)(o->at - o->trace->call) + 1)
		(e->mode == MODE_RING3 ? return_to_ring3 : land_on_return)(o, cpu, e, n);
	else
		fail(o, "control would go to 0x%x, which is no entry point of the probe: "
		     "use entry#K, or user#K for a program", cpu[EIP]);
}

struct value landing_value(u32 landing)
{
	if (landing >= LANDING_GUEST(0))
		return (struct value){ VALUE_GUEST, landing - LANDING_GUEST(0) };
	if (landing >= LANDING_RING3(0))
		return (struct value){ VALUE_RING3, landing - LANDING_RING3(0) };
	return (struct value){ VALUE_ENTRY, landing - LANDING_ENTRY(0) };
}

/* The result as a trace shows it. */
static struct value result_of(const struct trace_call *call, const struct expected *e)
{
	if (e->landing >= LANDING_ENTRY(0))
		return landing_value(e->landing);
	if (e->landing != LANDING_OWN)
		return (struct value){ VALUE_RESUME, e->landing };
	if (primitive_specs[call->primitive].returns)
		return (struct value){ VALUE_NUMBER, e->value };
	return (struct value){ VALUE_NONE, 0 };
}

bool oracle_has_value(const struct trace_call *call, const struct expected *e)
{
	return e->landing == LANDING_OWN && primitive_specs[call->primitive].returns;
}

/* The registers as call `number` is made: the kernel's probe has sentinels in those that are kept;
 * outside, the arguments are in registers, too (outside_call in probe.c). */
static void set_registers(struct oracle *o, const struct trace_call *call, u32 number,
                          const u32 *arguments)
{
	const struct outside_op *op = outside_op(primitive_specs[call->primitive].name);
	u32 cpu[REGISTERS] = { [ESP] = STACK_MARK + number, [EIP] = RESUME_MARK + number };
	u32 scratch[SCRATCH] = { 0 };
	struct outside_call made = { 0 };

	for (u32 i = 0; i < SENTINELS; i++)
		cpu[i] = stream_sentinel(o->nonce, number, i);
	if (op != NULL) {
		outside_prepare(&made, op, arguments);
		scratch[EAX] = made.eax;
		scratch[ECX] = made.ecx;
		scratch[EDX] = made.edx;
	}
	if (mode_of(call) == MODE_GUEST) {
		cpu[ESP] = o->guest_esp;
		cpu[EIP] = made.at;
		o->guest_after = made.at + outside_length(op, made.at);
	}
	cpu_set(cpu);
	scratch_set(op != NULL ? SCRATCH : 0, scratch);
}

static void set_waiting(struct oracle *o, const struct trace_call *call, u32 number)
{
	if (mode_of(call) == MODE_GUEST)
		o->guest_waiting = number;
	else if (mode_of(call) == MODE_RING3)
		o->ring3_waiting[number] = 1 + o->ring3_esp;
	else
		o->waiting[o->slot] = number;
	o->slot_of_call[number] = o->slot;
}

void oracle_step(struct oracle *o, struct trace_call *call, struct expected *e)
{
	const struct primitive_spec *p = &primitive_specs[call->primitive];
	u32 number = (u32)(call - o->trace->call) + 1;
	u32 arguments[MAX_ARGUMENTS] = { 0 };
	const char *refuses;
	struct value result;

	o->at = call;
	o->outside = p->mode == MODE_KERNEL ? 0 : o->outside + 1;
	if (o->outside > OUTSIDE_CALLS)
		fail(o, "programs and the guest make more than %d calls one after the other: let "
		     "the kernel make one between", OUTSIDE_CALLS);
	for (unsigned i = 0; i < p->arguments; i++)
		arguments[i] = argument(o, call->argument[i]);
	refuses = spec_refuses(&layer_specs[o->trace->layer], call->primitive, arguments);
	if (refuses != NULL)
		fail(o, "%s is undefined here: its PRE in %s.h is false", call_text(call),
		     refuses);
	set_registers(o, call, number, arguments);
	if (p->mode == MODE_KERNEL && spec_switches(call->primitive, arguments))
		keep(o);
	set_waiting(o, call, number);
	e->value = p->step(arguments);
	land(o, e);
	if (e->mode != MODE_KERNEL && e->landing == LANDING_OWN && p->returns)
		e->scratch[EAX] = e->value;
	result = result_of(call, e);
	if (call->result.kind != VALUE_NONE &&
	    (call->result.kind != result.kind ||
	     value_number(call->result) != value_number(result)))
		fail(o, "the specification says %s%s%s, the trace says %s", call_text(call),
		     result.kind == VALUE_NONE ? " returns here" : " = ", value_text(result),
		     value_text(call->result));
	call->result = result;
}

struct oracle *oracle_open(struct trace *trace, u32 nonce, unsigned most)
{
	struct oracle *o = allocate(sizeof(*o));

	o->trace = trace;
	o->nonce = nonce;
	o->slot_of_call = allocate((most + 1) * sizeof(u32));
	o->ring3_waiting = allocate((most + 1) * sizeof(u32));
	world_open(trace);
	return o;
}

void oracle_close(struct oracle *o)
{
	world_close();
	for (u32 slot = 0; slot < NCTX; slot++) {
		if (o->then[slot] != NULL)
			munmap(o->then[slot], world_size);
	}
	free(o->slot_of_call);
	free(o->ring3_waiting);
	free(o);
}

struct expected *oracle_run(struct trace *trace, u32 nonce)
{
	struct expected *expected = allocate(trace->calls * sizeof(*expected));
	struct oracle *o = oracle_open(trace, nonce, trace->calls);

	for (unsigned i = 0; i < trace->calls; i++)
		oracle_step(o, &trace->call[i], &expected[i]);
	oracle_close(o);
	return expected;
}
