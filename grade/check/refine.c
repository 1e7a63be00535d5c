/* refine: does a module refine the specification of its layer?
 *
 *   refine [--calls N]
 *
 * The module runs over the executable specification of its underlay, at small scope.  Breadth
 * first over all states that can be reached (the layer's abstract state, the underlay's, and the
 * module's own memory), every call is made from each; what the module returns must be what the
 * layer's specification says.  So the first failure is a shortest one.  Where that would take too
 * long, scenes are played and walks go on at random; from the calls of one that fails, those are
 * left out that do not matter.
 *
 * Results alone decide.  The relation, where it fits the module, tells earlier what went wrong.  A
 * layer without code has a generated module, which is right; there the relation is judged.
 * Exit status 0: refines; 1: does not, with a counterexample; 2: error.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grade/environment.h"
#include "relation.h"
#include "store.h"
#include "subject.h"

enum {
	STATES = 60000,
	CALLS = 3000000,
	LONGEST = 2000, /* calls of a counterexample, before it is made shorter */
	FEW = 4,        /* of them that make sense together only: into ring 3, and back */
	ALL_STATES = STATES + WALKS * WALK_LENGTH + LONGEST,
};

static const struct layer_spec *layer;
static struct store store;
static struct subject subject;
static struct call all[MAX_CALLS];
static unsigned calls;
static u64 made;
static unsigned end_of_scene[SCENES];
/* By state: does the relation not hold in it? */
static bool is_unrelated[ALL_STATES];
static bool any_unrelated;
/* While a counterexample is made shorter, nothing is said of it but its last call. */
static bool quiet;
static struct call last_call;

/* A state is hi, the layer's world; lo, the underlay's; and the module's data.  In the store they
 * lie in a row, as in node: of the worlds, what the layer can know. */
static unsigned char *hi, *lo, *data;
static unsigned char *node;

int clause_dropped(void)
{
	return 0;
}

static size_t node_size(void)
{
	return 2 * world_part + subject_data_size();
}

static void load_state(unsigned state)
{
	const unsigned char *from = store_state(&store, state);

	memcpy(hi, from, world_part);
	memcpy(lo, from + world_part, world_part);
	memcpy(data, from + 2 * world_part, subject_data_size());
}

/* The state in hi, lo and data. */
static int add_state(unsigned parent, const struct call *call, unsigned map)
{
	memcpy(node, hi, world_part);
	memcpy(node + world_part, lo, world_part);
	memcpy(node + 2 * world_part, data, subject_data_size());
	return store_add(&store, node, parent, call, map);
}

static u32 step_in(void *world, const struct call *call)
{
	abs_ = (struct world *)world;
	return primitive_specs[call->primitive].step(call->argument);
}

/* The layer that does not define the call, for a client of the layer in the world hi, for the
 * module itself in lo; NULL if all do. */
static const char *refused_in(void *world, const struct call *call)
{
	const struct layer_spec *callee = world == hi ? layer : &layer_specs[layer->underlay];

	abs_ = (struct world *)world;
	return spec_refuses(callee, call->primitive, call->argument);
}

static bool defined_in(void *world, const struct call *call)
{
	return refused_in(world, call) == NULL;
}

/* ---- a counterexample ----------------------------------------------------------------------- */

static void print_call(const char *before, const struct call *call, const char *after)
{
	char text[128];

	call_print(text, sizeof text, call);
	printf("%s%s%s", before, text, after);
}

static const char *result_shown(const struct call *call, u32 result)
{
	static char text[2][16];
	static unsigned turn; /* a sentence may show two */

	turn = 1 - turn;
	value_print(text[turn], sizeof text[turn], primitive_specs[call->primitive].returns,
	            result);
	return text[turn];
}

/* The first calls and the last ones. */
static void print_log(const struct answer *answer)
{
	enum { FIRST = 8, LAST = 8 };

	if (answer->logged > LOG_CALLS)
		return;
	for (u32 i = 0; i < answer->logged; i++) {
		const struct logged *entry = &answer->log[i];
		struct call call = {.primitive = entry->primitive};

		if (i >= FIRST && i + LAST < answer->logged) {
			i = answer->logged - LAST - 1;
			printf("      ...\n");
			continue;
		}
		memcpy(call.argument, entry->argument, sizeof call.argument);
		print_call("      ", &call, "");
		if (i + 1 == answer->logged && answer->outcome == BROKE_PRECONDITION)
			printf("   <-- undefined\n");
		else if (primitive_specs[entry->primitive].returns)
			printf(" = %s\n", result_shown(&call, entry->result));
		else
			printf("\n");
	}
}

/* Where, on the way to a state, the module's memory stopped fitting the relation: earlier than any
 * result shows. */
static void print_relation(unsigned state)
{
	while (is_unrelated[state] && store.parent[state] != ~0u &&
	       is_unrelated[store.parent[state]])
		state = store.parent[state];
	if (!is_unrelated[state] || store.parent[state] == ~0u)
		return;
	print_call("  probably in ", &store.call[state], ":");
	printf(" after it the module's variables no longer match the abstract state\n"
	       "  (by the relation in %s.rel.h, which holds for the representation given there)\n",
	       layer->name);
}

static int diverge(unsigned state, const struct call *call, const struct answer *answer,
                   const char *what)
{
	if (quiet) {
		last_call = *call;
		return 1;
	}
	printf("%s: %s: %s\n", layer->name, primitive_specs[call->primitive].name, what);
	print_relation(state);
	store_print_path(&store, state);
	print_call("  ", call, "   <-- here\n");
	if (answer != NULL && answer->logged > 0) {
		printf("    what the module called in it:\n");
		print_log(answer);
	}
	return 1;
}

static const char *ending(void)
{
	static char text[400];
	const char *place;

	switch (subject.ending) {
	case SIGNALLED:
		if (subject.detail == SIGILL || subject.detail == SIGTRAP) {
			place = subject_place(&subject);
			snprintf(text, sizeof text,
			         "the module did something undefined in C%s%s (an index out of "
			         "range, an overflowing shift, a null pointer)",
			         place != NULL ? " in " : "", place != NULL ? place : "");
			return text;
		}
		snprintf(text, sizeof text, "the module crashed (%s)", strsignal(subject.detail));
		return text;
	case SILENT:
		return "the module did not return; is there a loop without an end?";
	default:
		snprintf(text, sizeof text, "the module ended its process (status %d)",
		         subject.detail);
		return text;
	}
}

/* ---- judging -------------------------------------------------------------------------------- */

/* Has a step taken the processor to another context?  That shows in its registers. */
static bool left(const u32 before[REGISTERS])
{
	u32 now[REGISTERS];

	cpu_get(now);
	return memcmp(before, now, sizeof now) != 0;
}

/* Replay what the module called over the judge's own underlay.  NULL if that went by the rules. */
static const char *replay(const struct answer *answer)
{
	static char text[300];
	u32 registers[REGISTERS];
	const char *refuses;

	abs_ = (struct world *)lo;
	cpu_get(registers);

	if (answer->outcome == TOO_MANY_CALLS)
		return "it called its underlay without an end";
	for (u32 i = 0; i < answer->logged && i < LOG_CALLS; i++) {
		const struct logged *entry = &answer->log[i];
		struct call call = {.primitive = entry->primitive};

		if (entry->primitive >= primitive_spec_count)
			return "it garbled the checker's memory";
		memcpy(call.argument, entry->argument, sizeof call.argument);
		if (left(registers)) {
			snprintf(text, sizeof text,
			         "it called %s after control had gone to another context: it would "
			         "do so only when it is continued",
			         primitive_specs[call.primitive].name);
			return text;
		}
		refuses = refused_in(lo, &call);
		if (refuses != NULL) {
			char shown[128];
			char pre[96];

			call_print(shown, sizeof shown, &call);
			pre_print(pre, sizeof pre, refuses, call.primitive);
			snprintf(text, sizeof text, "it called %s where %s is false", shown, pre);
			return text;
		}
		if (step_in(lo, &call) != entry->result)
			return "it garbled the checker's memory";
	}
	if (answer->outcome == NOT_WRITTEN)
		return "not written yet";
	return answer->outcome == RETURNED ? NULL : "it did not return";
}

/* One call that passes through: both worlds step by the specification. */
static int pass(unsigned state, const struct call *call)
{
	char text[160];
	u32 wanted = step_in(hi, call);
	u32 got = 0;

	if (!defined_in(lo, call))
		return diverge(state, call, NULL,
		               "what the module did before makes this call undefined in the layer "
		               "below");
	got = step_in(lo, call);
	if (wanted == got)
		return 0;
	snprintf(text, sizeof text, "the specification says %s, what the module did makes it %s",
	         result_shown(call, wanted), result_shown(call, got));
	return diverge(state, call, NULL, text);
}

/* What the layer does not restate but passes through is there twice, and both must agree: the
 * module may change of it what the specification says, and nothing else. */
static bool agree(const struct layer_spec *through)
{
	return through == layer ||
	       memcmp(hi + through->state.offset, lo + through->state.offset,
	              through->state.size) == 0;
}

/* Name the first thing that differs. */
static int diverge_below(unsigned state, const struct call *call, const struct answer *answer,
                         const struct layer_spec *through)
{
	size_t at = through->state.offset;
	char name[96];
	char text[200];
	u32 got;
	u32 wanted;

	while (hi[at] == lo[at])
		at++;
	world_name(name, sizeof name, at);
	got = world_value(lo, at);
	wanted = world_value(hi, at);
	snprintf(text, sizeof text,
	         got < 0x10000 && wanted < 0x10000
	         ? "it leaves %s at %u, the specification says %u"
	         : "it leaves %s at 0x%x, the specification says 0x%x", name, got, wanted);
	return diverge(state, call, answer, text);
}

static int judge(unsigned state, const struct call *call, const struct answer *answer)
{
	const char *wrong = replay(answer);
	char text[160];
	u32 wanted;

	if (wrong != NULL)
		return diverge(state, call, answer, wrong);
	wanted = step_in(hi, call);
	memcpy(data, answer->data, subject_data_size());
	if (primitive_specs[call->primitive].returns && answer->result != wanted) {
		snprintf(text, sizeof text, "the specification says %s, the module returned %s",
		         result_shown(call, wanted), result_shown(call, answer->result));
		return diverge(state, call, answer, text);
	}
	for (const int *l = layer->live; *l >= 0; l++)
		if (!agree(&layer_specs[*l]))
			return diverge_below(state, call, answer, &layer_specs[*l]);
	return 0;
}

/* ---- stops: states from which all calls are made -------------------------------------------- */

/* The calls that are defined there: those of the module itself, and behind them those that pass
 * through.  A walk goes on with one of them. */
struct stop {
	unsigned state;
	const struct call *call;
	unsigned owns, others;
	const struct call *next; /* NULL: it is no walk's */
};

/* Those that are planned: many are put to the module in one go. */
static struct stop stop[QUESTIONS];
static unsigned stops;
static unsigned char *stop_hi; /* of each the layer's world */
static struct call planned[2 * MAX_CALLS];
static unsigned planned_calls;
static unsigned led_to; /* the state with which a walk goes on */
static bool is_defined[MAX_CALLS];

static bool defined(const struct call *call)
{
	return is_defined[call - all];
}

static void plan_none(void)
{
	stops = 0;
	planned_calls = 0;
}

/* The calls from hi, to plan a stop.  False: there is no room for one more. */
static bool plan(struct stop *s)
{
	struct call *end = planned + planned_calls;

	if (stops == QUESTIONS || calls > 2 * MAX_CALLS - planned_calls)
		return false;
	*s = (struct stop){.call = end};
	for (unsigned i = 0; i < calls; i++) {
		is_defined[i] = defined_in(hi, &all[i]);
		if (is_defined[i] && is_own(layer, all[i].primitive))
			*end++ = all[i];
	}
	s->owns = (unsigned)(end - s->call);
	for (unsigned i = 0; i < calls; i++)
		if (is_defined[i] && !is_own(layer, all[i].primitive))
			*end++ = all[i];
	s->others = (unsigned)(end - s->call) - s->owns;
	return true;
}

static void add_stop(const struct stop *s)
{
	memcpy(stop_hi + stops * world_part, hi, world_part);
	stop[stops++] = *s;
	planned_calls += s->owns + s->others;
	made += s->owns + s->others;
}

/* Put the stops from this one on to the module, as far as there is room.  Returns up to which it
 * answered in full. */
static unsigned put(unsigned first)
{
	const struct stop *s = &stop[first];
	bool asked = true;

	subject_ask_first(&subject, store_state(&store, s->state), s->call, s->owns);
	while (asked && ++s < &stop[stops])
		asked = s[-1].next == NULL
		        ? subject_ask(&subject, store_state(&store, s->state), s->call, s->owns)
		        : subject_ask_on(&subject, s[-1].next, stop_hi + (s - stop) * world_part,
		                         s->call, s->owns);
	return first + subject_run(&subject);
}

/* Where a call led to; of a walk only where it goes on. */
static void remember(const struct stop *s, const struct call *call)
{
	if (s->next == NULL && store.count < STATES)
		add_state(s->state, call, store.map[s->state]);
	if (s->next != NULL && memcmp(call, s->next, sizeof *call) == 0)
		led_to = (unsigned)add_state(s->state, call, store.map[s->state]);
}

/* Judge all calls from a stop, of which question q asked.  Of the module's own not all may have an
 * answer. */
static int look_at(const struct stop *s, unsigned q, unsigned answers)
{
	const struct call *call = s->call;
	unsigned i;

	is_unrelated[s->state] = !subject_related(&subject, q);
	any_unrelated = any_unrelated || is_unrelated[s->state];
	for (i = 0; i < answers; i++) {
		struct answer answer = subject_answer(&subject, q, i);

		load_state(s->state);
		if (judge(s->state, &call[i], &answer) != 0)
			return 1;
		remember(s, &call[i]);
	}
	if (answers < s->owns)
		return diverge(s->state, &call[i], NULL, ending());
	for (; i < s->owns + s->others; i++) {
		load_state(s->state);
		if (pass(s->state, &call[i]) != 0)
			return 1;
		remember(s, &call[i]);
	}
	return 0;
}

/* Look at the stops from this one on, those that were put, for as long as what the module answered
 * is of the state in which the judge is, too.  At the last one it may have ended. */
static unsigned look_at_those(unsigned first, unsigned answered, int *wrong)
{
	unsigned n = first;

	do {
		struct stop *s = &stop[n];
		unsigned q = n - first;
		bool in_full = n < answered;

		*wrong = look_at(s, q, in_full ? s->owns : subject_answers(&subject, q));
		if (*wrong != 0 && in_full && subject.ending != ALIVE)
			subject_start(&subject); /* what ended it comes later */
		if (*wrong != 0)
			return n;
		if (s->next != NULL && n + 1 < stops)
			s[1].state = led_to;
		n++;
	} while (n <= answered && n < first + subject.asked &&
	         subject_was_in(&subject, n - first, store_state(&store, stop[n].state)));
	if (subject.ending != ALIVE)
		subject_start(&subject);
	return n;
}

/* Look at all stops that are planned.  1: the last stop at which it looked is wrong. */
static int visit(unsigned *at)
{
	int wrong = 0;

	for (*at = 0; *at < stops && wrong == 0;)
		*at = look_at_those(*at, put(*at), &wrong);
	return wrong;
}

/* ---- walks ---------------------------------------------------------------------------------- */

enum try { GOES_WRONG, GOES_RIGHT, UNDEFINED };

/* One call from a state; hi, lo and data are then where it leads. */
static enum try try_call(unsigned state, const struct call *call)
{
	struct answer answer;

	load_state(state);
	if (!defined_in(hi, call))
		return UNDEFINED;
	if (!is_own(layer, call->primitive))
		return pass(state, call) != 0 ? GOES_WRONG : GOES_RIGHT;
	subject_ask_first(&subject, store_state(&store, state), call, 1);
	if (subject_run(&subject) == 0) {
		diverge(state, call, NULL, ending());
		subject_start(&subject);
		return GOES_WRONG;
	}
	is_unrelated[state] = !subject_related(&subject, 0);
	answer = subject_answer(&subject, 0, 0);
	return judge(state, call, &answer) != 0 ? GOES_WRONG : GOES_RIGHT;
}

/* These calls one after the other. */
static enum try try_calls(unsigned state, const struct call *call, unsigned count)
{
	enum try result = GOES_RIGHT;

	for (unsigned i = 0; i < count && result == GOES_RIGHT; i++) {
		result = try_call(state, &call[i]);
		if (result == GOES_RIGHT)
			state = (unsigned)add_state(state, &call[i], store.map[state]);
	}
	return result;
}

/* All states from the count-th on. */
static void forget(unsigned count)
{
	memset(&is_unrelated[count], 0, store.count - count);
	store_forget(&store, count);
}

/* Leave out so many calls in a row wherever the others still go wrong without them. */
static unsigned leave_out(unsigned start, struct call *call, unsigned count, unsigned few)
{
	unsigned known = store.count;

	for (unsigned i = count; i-- > 0;) {
		struct call without[FEW];
		unsigned rest = count - i - few; /* behind them */

		if (i + few > count)
			continue;
		memcpy(without, &call[i], few * sizeof *call);
		memmove(&call[i], &call[i + few], rest * sizeof *call);
		if (try_calls(start, call, count - few) == GOES_WRONG) {
			count -= few;
		} else {
			memmove(&call[i + few], &call[i], rest * sizeof *call);
			memcpy(&call[i], without, few * sizeof *call);
		}
		forget(known);
	}
	return count;
}

/* A walk went wrong in the last call from a state.  Say it by fewer calls that do as well; of a
 * module that does not return as it is, since each try would wait for it. */
static void shorten(unsigned state)
{
	static struct call call[LONGEST];
	unsigned count = LONGEST - 1;
	unsigned start = state;
	unsigned before;
	bool is_long;

	call[count] = last_call;
	for (; store.parent[start] != ~0u && count > 0; start = store.parent[start])
		call[--count] = store.call[start];
	is_long = subject.ending == SILENT || store.parent[start] != ~0u;
	if (subject.ending != ALIVE)
		subject_start(&subject);
	if (is_long) {
		quiet = false;
		try_call(state, &last_call);
		return;
	}
	memmove(call, &call[count], (LONGEST - count) * sizeof *call);
	count = LONGEST - count;
	do {
		before = count;
		for (unsigned few = FEW; few > 0; few--)
			count = leave_out(start, call, count, few);
	} while (count < before);
	quiet = false;
	try_calls(start, call, count);
}

/* All calls of the module from a state.  Where these lead need not be remembered: none is the step
 * of a program. */
static int visit_own(unsigned state, const struct call *step)
{
	struct stop s;
	unsigned at;

	plan_none();
	load_state(state);
	plan(&s);
	s.state = state;
	s.others = 0;
	s.next = step;
	add_stop(&s);
	return visit(&at);
}

/* From a state in which a program runs: all that it does, and behind that all that the module
 * does. */
static int act(unsigned state)
{
	for (unsigned i = 0; i < calls; i++) {
		unsigned known = store.count;
		int then;

		if (primitive_specs[all[i].primitive].mode != MODE_RING3)
			continue;
		load_state(state);
		if (!defined_in(hi, &all[i]))
			continue;
		made++;
		if (pass(state, &all[i]) != 0) {
			shorten(state);
			return 1;
		}
		then = add_state(state, &all[i], store.map[state]);
		if (visit_own((unsigned)then, &all[i]) != 0) {
			shorten((unsigned)then);
			return 1;
		}
		forget(known);
	}
	return 0;
}

/* The scenes of the layer; walks begin where they end. */
static int play(unsigned starts)
{
	for (unsigned scene = 0; scene < scene_count(layer); scene++) {
		struct call call[SCENE_LENGTH];
		unsigned count = scene_calls(layer, scene, call);
		unsigned state = scene_start(scene, starts);

		quiet = true;
		for (unsigned i = 0; i < count; i++) {
			enum try try = try_call(state, &call[i]);

			if (try == GOES_WRONG) {
				shorten(state);
				return 1;
			}
			if (try == GOES_RIGHT)
				state = (unsigned)add_state(state, &call[i], store.map[state]);
		}
		if (act(state) != 0)
			return 1;
		quiet = false;
		end_of_scene[scene] = state;
	}
	return 0;
}

/* Plan the next steps of a walk from a state, at most so many; the layer's world, by which they are
 * chosen, is known by the specification alone.  False: it ends there. */
static bool plan_walk(unsigned state, unsigned steps, u64 limit)
{
	static u64 seed = 1;
	struct stop s;

	plan_none();
	load_state(state);
	while (stops < steps && made < limit && plan(&s)) {
		s.next = scope_choose(all, calls, defined, &seed);
		if (s.next == NULL)
			return false;
		s.state = state; /* of those behind the first it follows */
		add_stop(&s);
		step_in(hi, s.next);
	}
	return true;
}

/* Go on at random from the starts, as far as scope.h says. */
static int walk(unsigned starts, u64 limit)
{
	const unsigned scenes = scene_count(layer);

	for (unsigned w = 0; w < WALKS; w++) {
		unsigned left = scope_walk_length(layer);
		unsigned at;
		bool goes_on = true;

		led_to = scenes != 0 ? end_of_scene[w % scenes] : scope_start(layer, w, starts);
		while (left > 0 && goes_on && made < limit) {
			goes_on = plan_walk(led_to, left, limit);
			left -= stops;
			quiet = true;
			if (visit(&at) != 0) {
				shorten(stop[at].state);
				return 1;
			}
			quiet = false;
		}
	}
	return 0;
}

/* Breadth first, as long as there is a state and so many calls were not made.  Returns how many
 * states it looked at, of those in the store; -1: something is wrong. */
static int search(u64 limit)
{
	unsigned i = 0;
	unsigned at;

	while (i < store.count && made < limit) {
		struct stop s;

		plan_none();
		for (; i < store.count && made < limit; i++) {
			load_state(i);
			if (!plan(&s))
				break;
			s.state = i;
			add_stop(&s);
		}
		if (visit(&at) != 0)
			return -1;
	}
	return (int)i;
}

static void add_start(unsigned map)
{
	memset(hi, 0, world_size);
	abs_ = (struct world *)hi;
	map_load(map);
	scope_set_registers();
	memcpy(lo, hi, world_size);
	subject_initial_data(data);
	add_state(~0u, NULL, map);
}

static u64 option_calls(int count, char **word)
{
	if (count == 1)
		return CALLS;
	if (count == 3 && strcmp(word[1], "--calls") == 0 && atoi(word[2]) > 0)
		return (u64)atoi(word[2]);
	fprintf(stderr, "usage: refine [--calls N]\n");
	exit(2);
}

int main(int count, char **word)
{
	u64 limit = option_calls(count, word);
	unsigned starts;
	unsigned map;
	int searched;
	bool closed;

	signal(SIGPIPE, SIG_IGN);
	layer = &layer_specs[layer_index(subject_layer)];
	scope_world(layer);
	if (subject_data_size() > DATA_LIMIT) {
		printf("%s: the module has %zu bytes of memory of its own, and at most %u in the "
		       "small world:\n  arrays are as large as NFRAMES, NMAPS, MAX_ROWS and the "
		       "like say, which are small there\n",
		       layer->name, subject_data_size(), DATA_LIMIT);
		return 1;
	}
	node = check_allocate(1, node_size());
	hi = check_allocate(1, world_size);
	lo = check_allocate(1, world_size);
	data = check_allocate(1, subject_data_size() + 1);
	stop_hi = check_allocate(QUESTIONS, world_part);
	calls = scope_calls(layer, all);
	store_open(&store, node_size(), ALL_STATES);
	for (unsigned end = scope_maps(layer, &map); map < end; map++)
		add_start(map);
	starts = store.count;
	load_state(0);
	if (layer->forwards && relation_is_missing(layer, hi, lo))
		return 1;
	subject_start(&subject);
	searched = search(limit / 2 / scope_part(layer));
	if (searched < 0)
		return 1;
	closed = (unsigned)searched == store.count && store.count < STATES;
	if (!closed && (play(starts) != 0 || walk(starts, limit) != 0))
		return 1;
	subject_stop(&subject);
	if (layer->forwards && relation_judge(layer, &store, all, calls) != 0)
		return 1;
	if (any_unrelated && !layer->forwards)
		printf("%s: note: the relation in %s.rel.h does not hold in all states: the module "
		       "cannot be proved with it\n", layer->name, layer->name);
	printf("%s: refines: %u states, %llu calls, %s\n", layer->name, store.count, made,
	       closed ? "closed" : "bounded");
	store_close(&store);
	return 0;
}
