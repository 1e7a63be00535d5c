/* judge.c: from what the probe reported to a verdict that a student can use. */
#include "judge.h"

#include <sizes.h>
#include <stdlib.h>
#include <string.h>

#define CONSOLE_LINES   16u
#define CONSOLE_COLUMNS 120u

const char *const mark_name[] = { "-", "pass", "FAIL", "waiting", "inconclusive" };

static const char *const register_name[] = { "EBX", "ESI", "EDI", "EBP" };

const char *ending_text(const struct boot *b)
{
	switch (b->end) {
	case BOOT_PANIC:
		return "the kernel panicked in this call";
	case BOOT_HANG:
		return "the call did not come back: the watchdog ended it";
	case BOOT_ENDLESS:
		return "the call did not come back, and the watchdog could not end it: "
		       "it was stopped by force";
	case BOOT_TRIPLE_FAULT:
		return "a triple fault in this call: the processor reset itself";
	case BOOT_FLOOD:
		return "the kernel flooded the console in this call: it was stopped after 64 KiB";
	case BOOT_FORGED:
		return b->message;
	case BOOT_INCONCLUSIVE:
		return "no result for 60 seconds: inconclusive, run it again";
	default:
		return "the run ended in this call";
	}
}

/* Where control went, and in which thread it is there. */
static char *landing_text(u32 landing, u32 slot)
{
	char *thread = slot == NO_SLOT ? print("%s", "") : print(" in thread %u", slot);

	if (landing == LANDING_LOST)
		return print("control came back on a stack where no call waits");
	if (landing >= LANDING_ENTRY(0))
		return print("control goes to %s%s", value_text(landing_value(landing)), thread);
	if (landing == LANDING_OWN)
		return print("the call returns to its caller");
	return print("call %u returns%s (resume@%u)", landing, thread, landing);
}

static char *slot_text(u32 slot)
{
	return slot == NO_SLOT ? print("on no stack slot") : print("on stack slot %u", slot);
}

static char *esp_text(const struct expected *e, u32 esp)
{
	if (e->landing >= LANDING_ENTRY(0))
		return print("ESP is 0x%x", esp);
	return esp == 0 ? print("ESP is as it was before the call")
	                : print("ESP differs by %d from before the call", (int)esp);
}

/* Of the flags that matter those that are not as they should be. */
static char *flags_text(u32 flags, u32 wanted)
{
	static const struct {
		u32 bits;
		const char *name;
	} flag[] = {
		{ 0x100, "trap flag" }, { 0x200, "interrupt flag" }, { 0x400, "direction flag" },
		{ 0x3000, "I/O privilege level" }, { 0x4000, "nested task flag" },
		{ 0x40000, "alignment check flag" },
	};
	struct text t = { 0 };

	for (unsigned i = 0; i < sizeof(flag) / sizeof(flag[0]); i++) {
		u32 bits = flag[i].bits;

		if ((flags & bits) != (wanted & bits))
			text_add(&t, "%sthe %s is %u", t.length ? ", " : "", flag[i].name,
			         (flags & bits) / (bits & -bits));
	}
	return t.length ? t.at : print("EFLAGS has 0x%x", flags);
}

/* A register: after a switch it belongs to another call than the one that is made. */
static bool registers_differ(struct trace_verdict *v, const struct expected *e,
                             const struct stream_result *r)
{
	const u32 got[SENTINELS] = { r->ebx, r->esi, r->edi, r->ebp };

	for (unsigned i = 0; i < SENTINELS; i++) {
		const char *name = register_name[i];
		u32 wanted = e->registers[i];

		if (got[i] == wanted)
			continue;
		v->wanted = e->landing == LANDING_OWN
		            ? print("%s is 0x%x, as before the call", name, wanted)
		            : e->landing < LANDING_ENTRY(0)
		            ? print("%s is 0x%x, as before call %u", name, wanted, e->landing)
		            : print("%s is 0x%x", name, wanted);
		v->got = print("%s is 0x%x", name, got[i]);
		return true;
	}
	return false;
}

/* A register that a call does not keep, where it has a meaning all the same: after a trap, and in
 * ring 3. */
static bool scratch_differs(struct trace_verdict *v, const struct expected *e,
                            const struct stream_result *r)
{
	static const char *const name[] = { "EAX", "ECX", "EDX" };
	const u32 got[] = { r->value, r->ecx, r->edx };

	for (unsigned i = 0; i < e->known; i++) {
		if (got[i] == e->scratch[i])
			continue;
		v->wanted = print("%s is 0x%x", name[i], e->scratch[i]);
		v->got = print("%s is 0x%x", name[i], got[i]);
		return true;
	}
	return false;
}

/* FS and GS are no part of a program's context: one that the kernel lets go on finds the data
 * segment there, and nothing of another program.  The guest has its own. */
static bool segments_differ(struct trace_verdict *v, const struct expected *e,
                            const struct stream_result *r)
{
	if (e->segments == NO_SEGMENTS || r->segments == e->segments)
		return false;
	v->wanted = print("FS is 0x%x and GS is 0x%x", e->segments & 0xFFFF, e->segments >> 16);
	v->got = print("FS is 0x%x and GS is 0x%x", r->segments & 0xFFFF, r->segments >> 16);
	return true;
}

/* The first thing about the call that is not as specified: control, stack, registers, flags, and
 * then the value, which means nothing without the rest. */
static bool differs(struct trace_verdict *v, unsigned i)
{
	const struct expected *e = &v->expected[i];
	const struct stream_result *r = &v->boot.result[i];
	if (r->landing != e->landing) {
		v->wanted = landing_text(e->landing, e->slot);
		v->got = landing_text(r->landing, r->slot);
	} else if (r->slot != e->slot) {
		v->wanted = slot_text(e->slot);
		v->got = slot_text(r->slot);
	} else if (r->esp != e->esp) {
		v->wanted = esp_text(e, e->esp);
		v->got = esp_text(e, r->esp);
	} else if (registers_differ(v, e, r)) {
		return true;
	} else if (scratch_differs(v, e, r)) {
		return true;
	} else if (segments_differ(v, e, r)) {
		return true;
	} else if (r->eflags != e->eflags) {
		v->wanted = print(e->eflags ? "the interrupt flag is set, the others are not"
		                           : "no flag is left set");
		v->got = flags_text(r->eflags, e->eflags);
	} else if (oracle_has_value(&v->trace->call[i], e) && r->value != e->value) {
		v->wanted = value_text((struct value){ VALUE_NUMBER, e->value });
		v->got = value_text((struct value){ VALUE_NUMBER, r->value });
	}
	return v->wanted != 0;
}

/* Has the call an argument of that value, of that type or, if type is 0, of any but flags? */
static bool takes(const struct trace_call *call, const char *type, u32 number)
{
	const struct primitive_spec *p = &primitive_specs[call->primitive];

	for (unsigned i = 0; i < p->arguments; i++) {
		const char *its = p->argument_type[i];

		if ((type ? strcmp(its, type) == 0 : strcmp(its, "flag_t") != 0) &&
		    value_number(call->argument[i]) == number)
			return true;
	}
	return false;
}

/* Does call i return that number?  0 and 1 come back from everywhere and say nothing. */
static bool gives(const struct trace_verdict *v, unsigned i, u32 number)
{
	return number > 1 && oracle_has_value(&v->trace->call[i], &v->expected[i]) &&
	       v->expected[i].value == number;
}

#define TELLING 1024u /* a number from here on is no coincidence: frames and addresses are larger */

/* Does call i deal with what the failing call is about: an argument, the result, or what came back
 * in its place? */
static bool shares(const struct trace_verdict *v, unsigned i, unsigned failing)
{
	const struct trace_call *call = &v->trace->call[failing];
	const struct primitive_spec *p = &primitive_specs[call->primitive];
	u32 result[2] = { v->expected[failing].value };
	unsigned results = oracle_has_value(call, &v->expected[failing]);

	for (unsigned k = 0; k < p->arguments; k++) {
		u32 number = value_number(call->argument[k]);

		if (strcmp(p->argument_type[k], "flag_t") != 0 &&
		    (takes(&v->trace->call[i], p->argument_type[k], number) || gives(v, i, number)))
			return true;
	}
	if (results && failing < v->boot.results)
		result[results++] = v->boot.result[failing].value;
	for (unsigned k = 0; k < results; k++) {
		if (result[k] >= TELLING &&
		    (takes(&v->trace->call[i], 0, result[k]) || gives(v, i, result[k])))
			return true;
	}
	return false;
}

/* May the call change abstract state? */
static bool changes(const struct trace_call *call)
{
	const struct primitive_spec *p = &primitive_specs[call->primitive];
	struct region region[MAX_REGIONS];
	u32 argument[MAX_ARGUMENTS];

	for (unsigned i = 0; i < p->arguments; i++)
		argument[i] = value_number(call->argument[i]);
	return p->assigns(argument, region) > 0;
}

enum relevance { SHARES_AND_CHANGES, CHANGES, ANY, RELEVANCES };

static enum relevance relevance(const struct trace_verdict *v, unsigned i, unsigned failing)
{
	if (!changes(&v->trace->call[i]))
		return ANY;
	return shares(v, i, failing) ? SHARES_AND_CHANGES : CHANGES;
}

static int by_number(const void *a, const void *b)
{
	unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

	return (x > y) - (x < y);
}

static bool leads(const struct trace_verdict *v, unsigned call)
{
	for (unsigned i = 0; i < v->leads; i++) {
		if (v->lead[i] == call)
			return true;
	}
	return false;
}

/* The latest calls that may have made the failing one go wrong: the last one that changed anything,
 * and those that changed what it is about; only where there are none, or the call is about all of
 * the state, others. */
static void find_lead(struct trace_verdict *v)
{
	unsigned failing = v->call - 1;
	bool about_all = primitive_specs[v->trace->call[failing].primitive].arguments == 0;
	unsigned last = failing;

	v->lead[0] = v->call;
	v->leads = 1;
	while (last > 0 && !changes(&v->trace->call[last - 1]))
		last--;
	if (last > 0)
		v->lead[v->leads++] = last;
	for (unsigned r = 0; r < RELEVANCES; r++) {
		if (v->leads > 2 && !(about_all && r == CHANGES))
			break;
		for (unsigned i = failing; i-- > 0 && v->leads < LEAD_MOST;) {
			if (relevance(v, i, failing) == r && !leads(v, i + 1))
				v->lead[v->leads++] = i + 1;
		}
	}
	qsort(v->lead, v->leads, sizeof(v->lead[0]), by_number);
}

/* Add a line as far as a person wants to see it. */
static void add_line(struct text *t, const char *line, size_t length)
{
	bool cut = length > CONSOLE_COLUMNS;

	if (cut)
		length = CONSOLE_COLUMNS;
	for (size_t i = 0; i < length; i++) {
		if (line[i] >= ' ' && line[i] <= '~') /* the kernel's text is ASCII */
			text_bytes(t, line + i, 1);
	}
	text_add(t, cut ? "...\n" : "\n");
}

/* The last lines of what the kernel printed since the probe began; 0 if there are none. */
static char *console_end(const struct boot *b)
{
	struct text t = { 0 };
	const char *all = text_of(b->console);
	const char *probe = strstr(all, PROBE_STARTS);
	const char *start = probe ? probe + 1 + strcspn(probe + 1, "\n") : all;
	const char *from = all + strlen(all);

	for (unsigned lines = 0; from > start; from--) {
		if (from[-1] == '\n' && from[0] && ++lines > CONSOLE_LINES)
			break;
	}
	from += strspn(from, "\r\n");
	for (size_t n; *from; from += n + (from[n] == '\n')) {
		n = strcspn(from, "\n");
		add_line(&t, from, n);
	}
	while (t.length > 0 && t.at[t.length - 1] == '\n')
		t.at[--t.length] = 0;
	return t.length ? t.at : 0;
}

void judge_trace(struct trace_verdict *v)
{
	struct boot *b = &v->boot;
	unsigned i = 0;

	while (i < b->results && !differs(v, i))
		i++;
	v->mark = MARK_PASS;
	if (i == v->trace->calls && b->end == BOOT_DONE)
		return;
	v->mark = b->end == BOOT_INCONCLUSIVE && i == b->results ? MARK_INCONCLUSIVE : MARK_FAIL;
	v->call = i < v->trace->calls ? i + 1 : v->trace->calls;
	if (i == b->results) {
		const struct trace_call *call = &v->trace->call[v->call - 1];

		v->wanted = call->result.kind == VALUE_NUMBER
		            ? print("it returns %s", value_text(call->result))
		            : landing_text(v->expected[v->call - 1].landing,
		                           v->expected[v->call - 1].slot);
		v->got = print("%s", ending_text(b));
		v->console = console_end(b);
	}
	find_lead(v);
}

char *came_back(const struct trace_verdict *v, unsigned i)
{
	const struct stream_result *r = &v->boot.result[i];

	if (i >= v->boot.results)
		return i == v->boot.results ? print("%s", ending_text(&v->boot)) : print("%s", "");
	if (r->landing == LANDING_LOST)
		return landing_text(r->landing, r->slot);
	if (r->landing >= LANDING_ENTRY(0))
		return value_text(landing_value(r->landing));
	if (r->landing != LANDING_OWN)
		return value_text((struct value){ VALUE_RESUME, r->landing });
	if (primitive_specs[v->trace->call[i].primitive].returns)
		return value_text((struct value){ VALUE_NUMBER, r->value });
	return print("returns");
}
