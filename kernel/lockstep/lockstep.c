/* lockstep: see lockstep.h */
#include <lockstep.h>
#include <machine.h>

#include "world.h"

enum { DEPTH = 24, SAVED = 24 << 20 };

/* A call under way: what it may change, as it was before, lies in `saved` from `start` on. */
struct pending {
	u32 primitive;
	u32 start;
	struct region region[MAX_REGIONS];
	u32 regions;
};

/* Too large for the kernel's image: it lies in private memory. */
u32 machine_private_size = sizeof(struct world) + SAVED;
static struct world *world;
static char *saved;
static u32 used;
static struct pending pending[DEPTH];
static u32 depth;
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

/* The abstract machine starts with the firmware's map, and knows nothing else. */
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

/* ---- steps ---------------------------------------------------------------------------------- */

static void check_precondition(u32 primitive, const u32 *argument)
{
	if (!ready)
		start();
	if (primitive_specs[primitive].pre(argument))
		return;
	print_call(primitive, argument);
	console_print("the specification does not define this call here\n");
	lockstep_diverged(primitive, "called outside its precondition");
}

/* Exchange a region of the world with what was saved of it, through a buffer: some are large. */
static void exchange(const struct region *region, char *with)
{
	static char buffer[4096];
	char *at = (char *)world + region->offset;
	size_t size;

	for (size_t done = 0; done < region->size; done += size) {
		size = region->size - done < sizeof buffer ? region->size - done : sizeof buffer;
		__builtin_memcpy(buffer, at + done, size);
		__builtin_memcpy(at + done, with + done, size);
		__builtin_memcpy(with + done, buffer, size);
	}
}

void lockstep_before(u32 primitive, const u32 *argument)
{
	struct pending *p = &pending[depth];

	check_precondition(primitive, argument);
	if (depth == DEPTH)
		panic("lockstep: more than %u calls inside each other", DEPTH);
	p->primitive = primitive;
	p->start = used;
	p->regions = primitive_specs[primitive].assigns(argument, p->region);
	for (u32 i = 0; i < p->regions; i++) {
		const struct region *r = &p->region[i];

		if (SAVED - used < r->size)
			panic("lockstep: SAVED in lockstep.c is too small");
		__builtin_memcpy(saved + used, (char *)world + r->offset, r->size);
		used += r->size;
	}
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

/* The calls that the module made have stepped the layers below; the specification of the whole
 * call, taken from the state before it, must agree. */
static void compare_below(const struct pending *p, const u32 *argument)
{
	u32 at = p->start;

	for (u32 i = 0; i < p->regions; at += p->region[i].size, i++) {
		const struct layer_spec *below = owner(&p->region[i]);

		if (same(below->name, primitive_specs[p->primitive].layer) ||
		    below->machine)
			continue;
		if (__builtin_memcmp((char *)world + p->region[i].offset, saved + at,
		                     p->region[i].size) == 0)
			continue;
		print_call(p->primitive, argument);
		console_print("leaves the state of %s other than the specification says\n",
		              below->name);
		lockstep_diverged(p->primitive, "it changed the layer below wrongly");
	}
}

void lockstep_after(u32 primitive, const u32 *argument, u32 result)
{
	struct pending *p = &pending[--depth];
	const struct primitive_spec *spec = &primitive_specs[primitive];
	u32 at = p->start;
	u32 wanted;

	for (u32 i = 0; i < p->regions; at += p->region[i].size, i++)
		exchange(&p->region[i], saved + at);
	wanted = spec->step(argument);
	compare_below(p, argument);
	used = p->start;
	if (!spec->returns || wanted == result)
		return;
	print_call(primitive, argument);
	console_print("the specification says %u, the module returned %u\n", wanted, result);
	lockstep_diverged(primitive, "wrong result");
}

/* The registers as they are, or have to be, when the call has returned. */
static struct registers registers_after(const struct pushed *p)
{
	return (struct registers){.ebx = p->ebx, .esi = p->esi, .edi = p->edi, .ebp = p->ebp,
	                          .esp = (u32)p->argument, .eip = p->return_address};
}

void lockstep_leave(u32 primitive, const struct pushed *registers)
{
	check_precondition(primitive, registers->argument);
	Machine.cpu = registers_after(registers);
	primitive_specs[primitive].step(registers->argument);
}

void lockstep_return(u32 primitive, const struct pushed *registers)
{
	struct registers now = registers_after(registers);

	if (__builtin_memcmp(&now, &Machine.cpu, sizeof now) == 0)
		return;
	print_call(primitive, registers->argument);
	console_print("returned with ebx %x esi %x edi %x ebp %x esp %x eip %x;\n",
	              now.ebx, now.esi, now.edi, now.ebp, now.esp, now.eip);
	console_print("the specification says   ebx %x esi %x edi %x ebp %x esp %x eip %x\n",
	              Machine.cpu.ebx, Machine.cpu.esi, Machine.cpu.edi, Machine.cpu.ebp,
	              Machine.cpu.esp, Machine.cpu.eip);
	lockstep_diverged(primitive, "control went on with the wrong registers");
}
