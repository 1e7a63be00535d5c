/* lockstep: see lockstep.h */
#include <lockstep.h>
#include <machine.h>

#include "world.h"

enum { DEPTH = 24, MOVES = 8, SAVED = 24 << 20, LARGE = 8 << 20, MUCH = 1 << 18,
       PATS = 4096 };

/* A call under way: what it may change, as it was before, lies in `saved` from `start` on. */
struct pending {
	u32 primitive;
	const u32 *argument;
	bool may_switch;
	u32 start;
	struct region region[MAX_REGIONS];
	u32 regions;
};

/* A call that may switch to another stack, or did, and has not returned to this one. */
struct move {
	u32 primitive;
	const u32 *argument;
	struct registers registers; /* with which it has to return */
	bool switched;              /* so it is pending no more */
};

/* The calls of a stack slot that have not returned, the last one made last. */
struct slot {
	struct move move[MOVES];
	u32 moves;
};

/* Too large for the kernel's image: it lies in private memory. */
u32 machine_private_size = sizeof(struct world) + SAVED;
static struct world *world;
static char *saved;
static u32 used;
static struct pending pending[DEPTH];
static u32 depth;
static struct slot slots[NCTX];
static bool ready;

u32 __real_firmware_rows(void);
u32 __real_firmware_field(index_t row, u32 field);

/* The deepness check leaves out clauses of a POST; here all of them hold. */
int clause_dropped(void)
{
	return 0;
}

bool lockstep_follows(paddr_t a)
{
	return a < LEAST_WORD || WORD_INDEX(a) < NWORDS;
}

#ifdef Programs /* a stack may end below them */
u32 __real_image_size(image_t i);
word_t __real_image_word(image_t i, u32 k);

static void start_programs(void)
{
	for (image_t i = 0; i < NIMAGES; i++) {
		Programs.size[i] = __real_image_size(i);
		for (u32 k = 0; k < Programs.size[i]; k++)
			Programs.word[i][k] = __real_image_word(i, k);
	}
}
#else
static void start_programs(void)
{
}
#endif

#ifdef Files
u32 __real_file_bytes(index_t i);
word_t __real_file_word(index_t i, u32 k);
word_t __real_file_name(index_t i, index_t k);
u32 __real_clock_khz(void);
u32 __real_ram_kib(void);

static void start_devices(void)
{
	for (index_t i = 0; i < NFILES; i++) {
		Files.bytes[i] = __real_file_bytes(i);
		for (u32 k = 0; k < WORDS_OF(Files.bytes[i]); k++)
			Files.word[i][k] = __real_file_word(i, k);
		for (index_t k = 0; k < NAME_WORDS; k++)
			Files.name[i][k] = __real_file_name(i, k);
	}
	Clock.khz = __real_clock_khz();
	RAM.kib = __real_ram_kib();
}
#else
static void start_devices(void)
{
}
#endif

#ifdef VMCB
flag_t __real_svm_present(void);
word_t __real_vmcb_load(vword_t k);

static void start_guest(void)
{
	VMCB.present = (u8)__real_svm_present();
	for (vword_t k = 0; k < VMCB_WORDS; k++)
		VMCB.word[k] = __real_vmcb_load(k);
}
#else
static void start_guest(void)
{
}
#endif

/* The abstract machine starts with what the firmware and the boot loader brought. */
static void start(void)
{
	world = machine_private();
	saved = (char *)(world + 1);
	abs_ = world;
	abs_old_ = world;
	Machine.rows = __real_firmware_rows();
	for (u32 row = 0; row < Machine.rows; row++)
		for (u32 field = 0; field < ROW_FIELDS; field++)
			Machine.field[row][field] = __real_firmware_field(row, field);
	start_programs();
	start_devices();
	start_guest();
	ready = true;
}

/* ---- divergence: a function of its own, for a breakpoint ------------------------------------ */

static void print_call(u32 primitive, const u32 *argument)
{
	const struct primitive_spec *p = &primitive_specs[primitive];

	console_print("lockstep: %s: %s(", p->layer, p->name);
	for (u32 i = 0; i < p->arguments; i++)
		console_print(argument[i] < 0x10000 ? "%s%u" : "%s0x%x", i > 0 ? ", " : "",
		              argument[i]);
	console_print("): ");
}

__attribute__((noinline, noreturn)) static void lockstep_diverged(u32 primitive, const char *why)
{
	panic("lockstep: %s of layer %s: %s", primitive_specs[primitive].name,
	      primitive_specs[primitive].layer, why);
}

/* ---- stack slots ---------------------------------------------------------------------------- */

/* NULL if the address is in none: ring 3's stack ends where the hole of slot 0 begins. */
static struct slot *slot_of(u32 esp)
{
	u32 slot = (esp - STACK_BASE) / STACK_SLOT_SIZE;
	u32 within = (esp - STACK_BASE) % STACK_SLOT_SIZE;

	return slot < NCTX && within >= STACK_SLOT_SIZE - STACK_SIZE ? &slots[slot] : NULL;
}

/* The last call made on a slot that has not returned; NULL if there is none. */
static struct move *last_move(struct slot *slot)
{
	return slot != NULL && slot->moves > 0 ? &slot->move[slot->moves - 1] : NULL;
}

/* The registers as they are, or have to be, when the call has returned. */
static struct registers registers_after(const struct pushed *p)
{
	return (struct registers){.ebx = p->ebx, .esi = p->esi, .edi = p->edi, .ebp = p->ebp,
	                          .esp = (u32)p->argument, .eip = p->return_address};
}

static void push_move(u32 primitive, const struct pushed *registers)
{
	struct slot *slot = slot_of((u32)registers);

	if (slot == NULL)
		panic("lockstep: %s is called with ESP 0x%x, in no stack slot",
		      primitive_specs[primitive].name, (u32)registers);
	if (slot->moves == MOVES)
		panic("lockstep: more than %u calls inside each other that may switch", MOVES);
	slot->move[slot->moves++] = (struct move){.primitive = primitive,
		.argument = registers->argument, .registers = registers_after(registers)};
}

/* A call returned.  Is it the last one made on its stack, with the registers that are wanted?  NULL
 * are those that it was called with.  Returns whether it switched. */
static bool pop_move(u32 primitive, const struct pushed *registers, const struct registers *wanted)
{
	const struct registers now = registers_after(registers);
	struct slot *slot = slot_of(now.esp);
	struct move *move = last_move(slot);

	if (wanted == NULL && move != NULL)
		wanted = &move->registers;
	if (move != NULL && __builtin_memcmp(&now, wanted, sizeof now) == 0) {
		slot->moves--;
		return move->switched;
	}
	print_call(primitive, registers->argument);
	console_print("returned with ebx %x esi %x edi %x ebp %x esp %x eip %x;\n",
	              now.ebx, now.esi, now.edi, now.ebp, now.esp, now.eip);
	if (move == NULL)
		console_print("no call waits on that stack\n");
	else
		console_print("the specification says   "
		              "ebx %x esi %x edi %x ebp %x esp %x eip %x\n",
		              wanted->ebx, wanted->esi, wanted->edi, wanted->ebp, wanted->esp,
		              wanted->eip);
	lockstep_diverged(primitive, "control went on with the wrong registers");
}

/* ---- steps ---------------------------------------------------------------------------------- */

/* Is this call made where one on the same stack has switched, and goes on now that it is continued?
 * The specification says nothing of what comes then. */
static void check_order(u32 primitive)
{
	const struct move *move = last_move(slot_of((u32)__builtin_frame_address(0)));

	if (move == NULL || !move->switched)
		return;
	print_call(move->primitive, move->argument);
	console_print("calls %s after the switch\n", primitive_specs[primitive].name);
	lockstep_diverged(move->primitive, "it goes on after the switch");
}

static void check_precondition(u32 primitive, const u32 *argument)
{
	if (!ready)
		start();
	check_order(primitive);
	if (primitive_specs[primitive].pre(argument))
		return;
	print_call(primitive, argument);
	console_print("the specification does not define this call here\n");
	lockstep_diverged(primitive, "called outside its precondition");
}

/* What the call may change, from the world and back.  The regions may overlap. */
static void take_regions(const struct pending *p, char *to)
{
	for (u32 i = 0; i < p->regions; to += p->region[i].size, i++)
		__builtin_memcpy(to, (char *)world + p->region[i].offset, p->region[i].size);
}

static void put_regions(const struct pending *p, const char *from)
{
	for (u32 i = 0; i < p->regions; from += p->region[i].size, i++)
		__builtin_memcpy((char *)world + p->region[i].offset, from, p->region[i].size);
}

/* All of memory is too much to keep.  A call that fills a frame it does not know yet (proc_page)
 * names it all; there its step is taken twice, which stores the same, and memory is not compared.
 */
static void drop_large(struct pending *p)
{
	u32 kept = 0;

	for (u32 i = 0; i < p->regions; i++)
		if (p->region[i].size <= LARGE)
			p->region[kept++] = p->region[i];
	p->regions = kept;
}

static void push_pending(u32 primitive, const u32 *argument, bool may_switch)
{
	struct pending *p = &pending[depth];
	static u32 calls;

	/* Stepping beside a module takes many times what the module takes, and so does keeping what
	 * a call may change. */
	if (++calls % PATS == 0)
		machine_watchdog_pat();
	check_precondition(primitive, argument);
	if (depth == DEPTH)
		panic("lockstep: more than %u calls inside each other", DEPTH);
	p->primitive = primitive;
	p->argument = argument;
	p->may_switch = may_switch;
	p->start = used;
	p->regions = primitive_specs[primitive].assigns(argument, p->region);
	drop_large(p);
	for (u32 i = 0; i < p->regions; i++)
		used += p->region[i].size;
	if (used - p->start > MUCH)
		machine_watchdog_pat();
	if (SAVED < 2 * used - p->start) /* pop_pending needs room for as much again */
		panic("lockstep: SAVED in lockstep.c is too small");
	take_regions(p, saved + p->start);
	depth++;
}

static bool same(const char *a, const char *b)
{
	while (*a != '\0' && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

/* The layer whose state the region lies in. */
static const struct layer_spec *owner(const struct region *region)
{
	for (u32 i = 0; i < layer_spec_count; i++)
		if (region->offset - layer_specs[i].state.offset < layer_specs[i].state.size)
			return &layer_specs[i];
	return &layer_specs[0];
}

/* The calls that the module made have stepped the layers below, to what is in `stepped`; the
 * specification of the whole call, taken from the state before it, must agree. */
static void compare_below(const struct pending *p, const char *stepped)
{
	for (u32 i = 0; i < p->regions; stepped += p->region[i].size, i++) {
		const struct region *region = &p->region[i];
		const struct layer_spec *below = owner(region);

		if (same(below->name, primitive_specs[p->primitive].layer) ||
		    below->machine)
			continue;
		if (__builtin_memcmp((char *)world + region->offset, stepped, region->size) == 0)
			continue;
		print_call(p->primitive, p->argument);
		console_print("leaves the state of %s other than the specification says\n",
		              below->name);
		lockstep_diverged(p->primitive, "it changed the layer below wrongly");
	}
}

/* ---- what others than the kernel do ---------------------------------------------------------- */

#ifdef MPTIntro /* a stack may end below it */
/* What is stored of data memory is stored in memory, too. */
static void store_as_memory(const struct region *region)
{
	u32 at = region->offset - (u32)((char *)MPTIntro.word - (char *)world);
	u32 first = at / sizeof MPTIntro.word[0];

	if (at >= sizeof MPTIntro.word)
		return;
	for (u32 w = first; w < first + region->size / sizeof MPTIntro.word[0]; w++)
		if (MPTIntro.known[w] == 1) {
			Memory.word[w] = MPTIntro.word[w];
			Memory.known[w] = 1;
		}
}
#else
static void store_as_memory(const struct region *region)
{
	(void)region;
}
#endif

/* The primitives of a ground are carried out by the processor, also where they change what lies
 * below it.  Returns whether this is one. */
static bool take_over_ground(const struct pending *p)
{
	const struct primitive_spec *spec = &primitive_specs[p->primitive];
	u32 i = 0;

	while (!same(layer_specs[i].name, spec->layer))
		i++;
	for (u32 k = 0; layer_specs[i].machine && k < p->regions; k++)
		store_as_memory(&p->region[k]);
	return layer_specs[i].machine;
}

/* Back to the state before the last call that is pending, but with these registers, and from there
 * the step that its specification takes.  Returns what that returns. */
static u32 pop_pending(struct registers cpu)
{
	const struct pending *p = &pending[--depth];
	char *stepped = saved + used;
	u32 result;

	take_regions(p, stepped);
	put_regions(p, saved + p->start);
	Machine.cpu = cpu;
	result = primitive_specs[p->primitive].step(p->argument);
	if (!take_over_ground(p))
		compare_below(p, stepped);
	used = p->start;
	return result;
}

void lockstep_before(u32 primitive, const u32 *argument)
{
	push_pending(primitive, argument, false);
}

void lockstep_after(u32 primitive, const u32 *argument, u32 result)
{
	const struct primitive_spec *spec = &primitive_specs[primitive];
	u32 wanted = pop_pending(Machine.cpu);

	if (!spec->returns || wanted == result)
		return;
	print_call(primitive, argument);
	console_print("the specification says %u, the module returned %u\n", wanted, result);
	lockstep_diverged(primitive, "wrong result");
}

/* ---- switches ------------------------------------------------------------------------------- */

/* Every call that is pending ends here, as its own specification sees it.
 *
 * Which registers a specification moves, it does not say: those of its own caller.  The real ones
 * are those that the innermost call finds, so all of them get these; then what they save and load
 * is the same, and is what the processor does. */
static void switch_pending(struct registers cpu)
{
	while (depth > 0) {
		const struct pending *p = &pending[depth - 1];

		if (!p->may_switch) {
			print_call(p->primitive, p->argument);
			console_print("switches to another stack\n");
			lockstep_diverged(p->primitive, "it switches, its specification does not");
		}
		pop_pending(cpu);
	}
}

void lockstep_switch(u32 primitive, const struct pushed *registers)
{
	const struct registers cpu = registers_after(registers);
	struct slot *from = slot_of((u32)registers);
	struct slot *to;
	struct move *waiting;

	check_precondition(primitive, registers->argument);
	push_move(primitive, registers);
	Machine.cpu = cpu;
	primitive_specs[primitive].step(registers->argument);
	switch_pending(cpu);
	/* What the assembly itself calls comes before it switches. */
	for (u32 i = 0; i + 1 < from->moves; i++)
		from->move[i].switched = true;

	/* A context that starts anew has forgotten what it did on its stack. */
	to = slot_of(Machine.cpu.esp);
	waiting = last_move(to);
	if (waiting != NULL && (waiting->registers.esp != Machine.cpu.esp ||
	                        waiting->registers.eip != Machine.cpu.eip))
		to->moves = 0;
}

#ifdef PUCtx /* a stack may end below it */
word_t __real_uctx_get(thread_t t, uword_t i);

/* A frame that a program may have written to holds what it holds. */
static void take_frame(frame_t f)
{
	if (!lockstep_follows(f * PAGE_SIZE))
		return;
	MPTIntro.zero[f] = 0;
	for (u32 w = FRAME_WORD(f), k = 0; k < ENTRIES; w++, k++) {
		MPTIntro.word[w] = Memory.word[w] = ((const u32 *)(f * PAGE_SIZE))[k];
		MPTIntro.known[w] = Memory.known[w] = 1;
	}
}

/* A program ran, and a trap has brought control back.  What it did meanwhile the kernel did not do:
 * the abstract machine takes over its registers, and the pages that it can write to. */
static void take_over_ring3(void)
{
	const u32 writable = PTE_PRESENT + PTE_WRITE + PTE_USER;
	map_t n = MPTIntro.loaded - 1;
	thread_t t = PUCtx.running - 1;

	if (PUCtx.running == 0)
		return;
	for (uword_t i = 0; i < UCTX_WORDS; i++)
		UCTX(t, i) = __real_uctx_get(t, i);
	if (UCTX(t, UCTX_TRAP) == TRAP_PAGE_FAULT)
		PUCtx.access[t] = (struct access){
			UCTX(t, UCTX_ERROR) & 2 ? ACCESS_STORE : ACCESS_LOAD,
			UCTX(t, UCTX_FAULT), 0};
	for (slot_t i = FIRST_USER_SLOT; i < END_USER_SLOT; i++)
		for (entry_t j = 0; HAS_TABLE(n, i) && j < ENTRIES; j++)
			if (MPTIntro.page[n][PAGE_AT(i, j)] % PAGE_SIZE == writable)
				take_frame(MPTIntro.page[n][PAGE_AT(i, j)] / PAGE_SIZE);
	Machine.cpu = PUCtx.kernel;
	PUCtx.running = 0;
}
#else
static void take_over_ring3(void)
{
}
#endif

#ifdef VSVMSwitch
word_t __real_svm_get(vreg_t r);

/* What the guest tried, as far as it is one of the instructions that the specification knows. */
static struct attempt attempt_of_exit(void)
{
	struct attempt a = { ATTEMPT_OTHER, VMCB.word[VMCB_EIP], 0, 0 };

	if (VMCB.word[VMCB_EXIT_CODE] == EXIT_PAGE) {
		a.kind = VMCB.word[VMCB_EXIT_INFO_1] & 2 ? ATTEMPT_STORE : ATTEMPT_LOAD;
		a.address = VMCB.word[VMCB_EXIT_INFO_2];
		a.value = a.kind == ATTEMPT_STORE ? VSVMSwitch.reg[GREG_ECX] : 0;
	} else if (VMCB.word[VMCB_EXIT_CODE] == EXIT_WINDOW) {
		a = (struct attempt){ ATTEMPT_NONE, 0, 0, 0 };
	}
	return a;
}

/* The same of the guest, and its control block. */
static void take_over_guest(void)
{
	if (VSVMSwitch.running == 0)
		return;
	for (vword_t k = 0; k < VMCB_WORDS; k++)
		VMCB.word[k] = __real_vmcb_load(k);
	for (vreg_t r = 0; r < GREGS; r++)
		VSVMSwitch.reg[r] = __real_svm_get(r);
	for (gpage_t g = 0; g < GUEST_PAGES; g++)
		if (VNPTIntro.page[g] != 0)
			take_frame(VNPTIntro.page[g]);
	VSVMSwitch.attempt = attempt_of_exit();
	Machine.cpu = VSVMSwitch.kernel;
	VSVMSwitch.running = 0;
}
#else
static void take_over_guest(void)
{
}
#endif

void lockstep_arrive(u32 primitive, const struct pushed *registers)
{
	take_over_ring3();
	take_over_guest();
	pop_move(primitive, registers, &Machine.cpu);
}

void lockstep_enter(u32 primitive, const struct pushed *registers)
{
	push_pending(primitive, registers->argument, true);
	push_move(primitive, registers);
}

void lockstep_return(u32 primitive, const struct pushed *registers)
{
	if (!pop_move(primitive, registers, NULL))
		lockstep_after(primitive, registers->argument, registers->eax);
}
