/* probe.c: the program that stands on the layer under test and makes the calls of a stream.
 *
 * There is one stream.  Whoever runs takes its next call: a call that switches stacks returns
 * later, and meanwhile the loop goes on wherever control came out.  So each result says not only
 * what a call returned but also where control went, on which stack, and with which registers.
 */
#include "probe.h"

#include <machine.h>

#include <layers.h>
#include <sizes.h>

#include "layout.h"
#include "outside.h"
#include "stream.h"

/* The registers as control came back to the probe; shim.S fills it in. */
struct landing {
	u32 eax, ebx, esi, edi, ebp, esp, eflags;
};

/* Calls that have not returned: one of the kernel's a stack slot, one of each program's, one of the
 * guest's. */
struct waiting {
	u32 number; /* 0: none */
	u32 esp;    /* that it has to return with */
};

struct landing probe_landing;
u32 probe_number; /* of the call being made, from 1; make replay looks at it */
extern const u32 probe_entries[STREAM_ENTRIES];

static struct stream *stream;
static struct waiting waiting[NCTX];
static struct waiting ring3_waiting[NCTX];
static struct waiting guest_waiting;
static struct outside_data *const outside = (struct outside_data *)OUTSIDE_DATA;

void probe_call(void (*function)(void), const u32 *arguments, const u32 *sentinels, u32 *esp);
u32 probe_returned(void);
void probe_entered(u32 entry);
_Noreturn void probe_go_on(void);

_Static_assert(ENTRY_POINTS == STREAM_ENTRIES, "shim.S has the entry points of the stream");
_Static_assert(__builtin_offsetof(struct landing, eax) == LANDING_EAX, "as in shim.S");
_Static_assert(__builtin_offsetof(struct landing, ebx) == LANDING_EBX, "as in shim.S");
_Static_assert(__builtin_offsetof(struct landing, esi) == LANDING_ESI, "as in shim.S");
_Static_assert(__builtin_offsetof(struct landing, edi) == LANDING_EDI, "as in shim.S");
_Static_assert(__builtin_offsetof(struct landing, ebp) == LANDING_EBP, "as in shim.S");
_Static_assert(__builtin_offsetof(struct landing, esp) == LANDING_ESP, "as in shim.S");
_Static_assert(__builtin_offsetof(struct landing, eflags) == LANDING_EFLAGS, "as in shim.S");
_Static_assert(__builtin_offsetof(struct outside_data, landing) == OUTSIDE_LANDING,
               "as in outside.S");
_Static_assert(sizeof(struct outside_landing) == OUTSIDE_LANDING_SIZE, "as in outside.S");
_Static_assert(__builtin_offsetof(struct outside_data, call) == OUTSIDE_CALL, "as in outside.S");
_Static_assert(sizeof(struct outside_call) == OUTSIDE_CALL_SIZE, "as in outside.S");
_Static_assert(__builtin_offsetof(struct outside_data, record) == OUTSIDE_RECORD,
               "as in outside.S");
_Static_assert(sizeof(struct outside_data) <= OUTSIDE_DATA_PAGES * PAGE_SIZE, "as in outside.h");
_Static_assert(sizeof(struct stream) == PAGE_SIZE, "the header is one page");

/* The result of the current call is there: its sequence number, last, makes it valid. */
static void complete(volatile struct stream_result *result)
{
	result->sequence = stream->nonce ^ probe_number;
	machine_report((const struct stream_result *)result);
}

static u32 slot_of(u32 esp)
{
	u32 slot = (esp - STACK_BASE) / STACK_SLOT_SIZE;

	return slot < NCTX ? slot : NO_SLOT;
}

/* Write the result of the current call. */
static void record(u32 landing, u32 slot, u32 esp)
{
	volatile struct stream_result *result = &stream_results(stream)[probe_number - 1];
	const struct landing *l = &probe_landing;

	result->value = l->eax;
	result->ecx = result->edx = result->segments = 0;
	result->landing = landing;
	result->slot = slot;
	result->ebx = l->ebx;
	result->esi = l->esi;
	result->edi = l->edi;
	result->ebp = l->ebp;
	result->esp = esp;
	result->eflags = l->eflags & EFLAGS_KEPT;
	complete(result);
}

/* The same of a landing outside the kernel, by the thread on that slot. */
static void record_outside(const struct outside_landing *l, u32 slot, const struct waiting *w)
{
	volatile struct stream_result *result = &stream_results(stream)[probe_number - 1];

	result->value = l->eax;
	result->ecx = l->ecx;
	result->edx = l->edx;
	result->segments = l->segments;
	result->slot = slot;
	result->ebx = l->ebx;
	result->esi = l->esi;
	result->edi = l->edi;
	result->ebp = l->ebp;
	result->eflags = l->eflags & EFLAGS_KEPT;
	if (l->entry) {
		result->landing = l->cs & 3 ? LANDING_RING3(l->entry - 1)
		                            : LANDING_GUEST(l->entry - 1);
		result->esp = l->esp;
	} else {
		result->landing = w->number == probe_number ? LANDING_OWN : w->number;
		result->esp = l->esp - w->esp;
	}
	complete(result);
}

/* All programs share the probe's pages, so which of them goes on is to be seen by its registers: no
 * two calls are made with the same EBP.  What fits none is taken for the return of the latest. */
static struct waiting *ring3_call(const struct outside_landing *l)
{
	struct waiting *latest = ring3_waiting;

	for (struct waiting *w = ring3_waiting; w < ring3_waiting + NCTX; w++) {
		if (w->number != 0 &&
		    l->ebp == stream_sentinel(stream->nonce, w->number, SENTINEL_EBP))
			return w;
		if (w->number > latest->number)
			latest = w;
	}
	return latest;
}

/* Where the call of a program that starts is kept: of those that will never return, one that
 * nobody has waited for longer. */
static struct waiting *ring3_start(void)
{
	struct waiting *oldest = ring3_waiting;

	for (struct waiting *w = ring3_waiting; w < ring3_waiting + NCTX; w++)
		if (w->number < oldest->number)
			oldest = w;
	return oldest;
}

/* A call that has returned may have let programs run meanwhile, or the guest.  Control came there
 * and made calls of the stream, the last of which has brought it back. */
static void take_outside(u32 slot)
{
	u32 landings = outside->log < OUTSIDE_CALLS ? outside->log : OUTSIDE_CALLS;

	for (u32 i = 0; i < landings; i++) {
		struct outside_landing *l = &outside->record[i];
		struct waiting *w = !(l->cs & 3) ? &guest_waiting
		                    : l->entry ? ring3_start() : ring3_call(l);

		record_outside(l, slot, w);
		if (probe_number == stream->calls)
			machine_exit(MACHINE_DONE);
		w->number = ++probe_number;
		w->esp = l->esp;
	}
}

/* A call returned: the stack tells which one.  Returns the stack pointer to go on with. */
u32 probe_returned(void)
{
	u32 slot = slot_of(probe_landing.esp);
	struct waiting *w = slot == NO_SLOT ? 0 : &waiting[slot];
	u32 number = w ? w->number : 0;

	if (number != 0)
		take_outside(slot);
	if (number == 0) {
		record(LANDING_LOST, slot, probe_landing.esp);
		machine_exit(MACHINE_DONE);
	}
	record(number == probe_number ? LANDING_OWN : number, slot, probe_landing.esp - w->esp);
	w->number = 0;
	return w->esp;
}

/* Control came to entry point k.  Where there is no stack to go on with, the stream ends. */
void probe_entered(u32 k)
{
	u32 slot = slot_of(probe_landing.esp);

	record(LANDING_ENTRY(k), slot, probe_landing.esp);
	if (slot == NO_SLOT)
		machine_exit(MACHINE_DONE);
	waiting[slot].number = 0;
}

/* The primitive that the call names, which has to be visible at the stream's layer. */
static const struct primitive *visible(const struct stream_call *call)
{
	const struct layer *layer = &layer_table[stream->layer];
	const struct primitive *p;
	u32 i = 0;

	while (i < layer->visible_count && layer->visible[i] != call->primitive)
		i++;
	if (i == layer->visible_count)
		panic("call %u: primitive %u is not visible at %s", probe_number, call->primitive,
		      layer->name);
	p = &primitive_table[call->primitive];
	if (!p->function)
		panic("call %u: %s, but no program runs in ring 3 and no guest", probe_number,
		      p->name);
	if (call->arguments != p->arguments)
		panic("call %u: %s takes %u arguments, not %u", probe_number, p->name, p->arguments,
		      call->arguments);
	return p;
}

static u32 argument(const struct stream_call *call, u32 i)
{
	u32 value = call->argument[i];

	return (call->entries >> i & 1) ? probe_entries[value % STREAM_ENTRIES] : value;
}

/* The key stays nowhere in memory. */
static struct stream_call call_of_stream(u32 number)
{
	struct stream_call call = stream_calls(stream)[number - 1];
	u32 key[STREAM_KEY];

	for (u32 i = 0; i < STREAM_KEY; i++)
		key[i] = machine_stream_key(i);
	stream_cipher(&call, number, key);
	for (u32 i = 0; i < STREAM_KEY; i++)
		((volatile u32 *)key)[i] = 0;
	return call;
}

static void set_sentinels(u32 number, u32 *sentinels)
{
	for (u32 i = 0; i < SENTINELS; i++)
		sentinels[i] = stream_sentinel(stream->nonce, number, i);
}

/* What is to be done outside for a call of the stream; false if the call is the kernel's. */
static u32 outside_call(u32 number, struct outside_call *out)
{
	const struct stream_call call = call_of_stream(number);
	const struct primitive *p = &primitive_table[call.primitive];
	u32 sentinels[SENTINELS];

	if (call.primitive >= primitive_count || p->function)
		return 0;
	set_sentinels(number, sentinels);
	*out = (struct outside_call){
		.ebx = sentinels[SENTINEL_EBX],
		.esi = sentinels[SENTINEL_ESI],
		.edi = sentinels[SENTINEL_EDI],
		.ebp = sentinels[SENTINEL_EBP],
	};
	outside_prepare(out, outside_op(p->name), call.argument);
	return 1;
}

/* Whichever call lets a program run, or the guest: these are what it does then. */
static void prepare_outside(void)
{
	u32 number = probe_number + 1;

	outside->log = outside->next = outside->count = 0;
	while (number <= stream->calls && outside->count < OUTSIDE_CALLS &&
	       outside_call(number, &outside->call[outside->count])) {
		outside->count++;
		number++;
	}
}

static void next_call(void)
{
	const struct stream_call call = call_of_stream(++probe_number);
	const struct primitive *p = visible(&call);
	u32 arguments[STREAM_ARGUMENTS];
	u32 sentinels[SENTINELS];
	struct waiting *w = &waiting[slot_of((u32)arguments)];

	for (u32 i = 0; i < STREAM_ARGUMENTS; i++)
		arguments[i] = argument(&call, i);
	set_sentinels(probe_number, sentinels);
	machine_map_guest();
	prepare_outside();
	w->number = probe_number;
	machine_watchdog_pat();
	probe_call(p->function, arguments, sentinels, &w->esp);
}

/* On whichever stack control is. */
_Noreturn void probe_go_on(void)
{
	while (probe_number < stream->calls)
		next_call();
	machine_exit(MACHINE_DONE);
}

/* The stream has to be whole: no result is ever written outside it. */
static void check_stream(const struct stream *s)
{
	void *start = 0;
	u32 size = 0;

	if (!machine_module(0, &start, &size) || s->calls > STREAM_CALLS ||
	    size < sizeof(*s) +
	           s->calls * (sizeof(struct stream_call) + sizeof(struct stream_result)))
		panic("the stream of %u calls does not fit its module", s->calls);
	if (s->layer >= layer_count)
		panic("the stream is for layer %u: there are %u", s->layer, layer_count);
}

_Noreturn void probe_run(struct stream *s)
{
	const struct stream_result begins = { .sequence = s->nonce };

	check_stream(s);
	stream = s;
	s->place = (u32)s;
	machine_map_outside(OUTSIDE_CODE, probe_outside_code, OUTSIDE_DATA_PAGES);
	console_print("probe: %u calls at %s\n", s->calls, layer_table[s->layer].name);
	machine_report(&begins);
	probe_go_on();
}
