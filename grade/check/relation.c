/* relation: see relation.h */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sizes.h>
#include "relation.h"
#include "subject.h"

enum {
	KINDS = 20000,  /* abstract states */
	PAIRS = 100000, /* of an abstract state and what it restates */
	MOST_VALUE = 7, /* that is tried in the place of another */
};

static const struct layer_spec *layer;
static const struct layer_spec *underlay;
static const struct store *found;
static const struct call *all;
static unsigned calls;

/* Worlds to change, and the one in which both halves of a pair stand. */
static unsigned char *hi, *lo, *both;

static unsigned char *hi_of(unsigned state)
{
	return store_state(found, state);
}

static unsigned char *lo_of(unsigned state)
{
	return hi_of(state) + world_part;
}

static const unsigned char *part(const void *world, const struct layer_spec *of)
{
	return (const unsigned char *)world + of->state.offset;
}

static enum relation related(const void *abstract, const void *concrete)
{
	memcpy(both, concrete, world_part);
	memcpy(both + layer->state.offset, part(abstract, layer), layer->state.size);
	return subject_relation_in(both);
}

static bool is_live(const struct layer_spec *of, const struct layer_spec *at)
{
	for (const int *l = at->live; *l >= 0; l++)
		if (&layer_specs[*l] == of)
			return true;
	return false;
}

/* Is the state there below, and gone at the layer: what its own state stands for? */
static bool is_restated(const struct layer_spec *of)
{
	return is_live(of, underlay) && !is_live(of, layer);
}

static const char *refused(const struct layer_spec *at, void *world, unsigned primitive,
                           const u32 *argument)
{
	abs_ = world;
	return spec_refuses(at, primitive, argument);
}

/* ---- words ---------------------------------------------------------------------------------- */

static void print_field(const struct layer_spec *of, const struct field *f, const void *world)
{
	const unsigned char *at = part(world, of) + f->offset;
	size_t word = f->cell < sizeof(u32) ? f->cell : sizeof(u32);
	char name[64];

	snprintf(name, sizeof name, "%s.%s", of->name, f->name);
	printf("    %-18s", name);
	for (size_t i = 0; i < f->size; i += word) {
		if (i > 0 && word < f->cell && i % f->cell == 0)
			printf("  |");
		printf(" %u", cell_value(at + i, word));
	}
	printf("\n");
}

static void print_state(const struct layer_spec *of, const void *world)
{
	for (const struct field *f = of->fields; f->name != NULL; f++)
		print_field(of, f, world);
}

static void print_concrete(const void *world)
{
	for (unsigned l = 0; l < layer_spec_count; l++)
		if (is_restated(&layer_specs[l]))
			print_state(&layer_specs[l], world);
}

static void print_pair(const void *abstract, const void *concrete)
{
	printf("  the abstract state, in the order of the struct (NIL is %u):\n", NIL);
	print_state(layer, abstract);
	printf("  the concrete one:\n");
	print_concrete(concrete);
}

static void print_path(unsigned state)
{
	if (found->parent[state] == ~0u)
		printf("  before the first call\n");
	store_print_path(found, state);
}

static const char *shown(const struct call *call)
{
	static char text[128];

	call_print(text, sizeof text, call);
	return text;
}

/* ---- 1. it holds ---------------------------------------------------------------------------- */

static int judge_found(void)
{
	for (unsigned i = 0; i < found->count; i++) {
		enum relation is = related(hi_of(i), lo_of(i));

		if (is == RELATION_HOLDS)
			continue;
		printf("%s: %s\n", layer->name, is == RELATION_NOT_WRITTEN
		       ? "the relation: not written yet"
		       : is == RELATION_UNDEFINED
		       ? "the relation does something undefined in C (an index out of range?)"
		       : "the relation does not hold");
		print_path(i);
		print_pair(hi_of(i), lo_of(i));
		return 1;
	}
	return 0;
}

/* ---- 2. it tells what the abstract state is ------------------------------------------------- */

/* Can a client see the abstract state: is there a call of the layer that returns something? */
static bool is_seen(unsigned state)
{
	for (unsigned i = 0; i < calls; i++)
		if (is_own(layer, all[i].primitive) && primitive_specs[all[i].primitive].returns &&
		    refused(layer, hi_of(state), all[i].primitive, all[i].argument) == NULL)
			return true;
	return false;
}

static int confused(unsigned state, unsigned other)
{
	printf("%s: the relation says too little: two abstract states for one concrete one\n",
	       layer->name);
	print_path(state);
	print_pair(hi_of(state), lo_of(state));
	printf("  but it also holds of that concrete state with this abstract one:\n");
	print_state(layer, hi_of(other));
	return 1;
}

/* Each abstract state with the first concrete one that was found for it: no other may fit. */
static int judge_kinds(const struct store *kinds)
{
	for (unsigned a = 0; a < kinds->count; a++) {
		unsigned state = kinds->parent[a];

		memcpy(both, lo_of(state), world_part);
		for (unsigned b = 0; b < kinds->count; b++) {
			memcpy(both + layer->state.offset, store_state(kinds, b),
			       layer->state.size);
			if (a != b && subject_relation_in(both) == RELATION_HOLDS)
				return confused(state, kinds->parent[b]);
		}
	}
	return 0;
}

/* ---- 3. it is kept -------------------------------------------------------------------------- */

/* One cell of restated state in lo, which has another value than in the state that was found. */
struct change {
	unsigned state;
	size_t offset;
	u32 was, now;
};

static u64 kept; /* calls that kept the relation */

static unsigned forwarded(unsigned primitive)
{
	const struct forward *f = forwards;

	while (f->primitive != primitive)
		f++;
	return f->below;
}

static int not_kept(const struct change *change, const struct call *call, const char *what)
{
	const char *below = primitive_specs[forwarded(call->primitive)].name;
	char name[96];

	world_name(name, sizeof name, change->offset);
	printf("%s: the relation says too little: %s does not keep it\n", layer->name,
	       shown(call));
	print_path(change->state);
	printf("  Here it also holds if %s is %u, not %u:\n", name, change->now, change->was);
	memcpy(hi, hi_of(change->state), world_part);
	memcpy(lo, lo_of(change->state), world_part);
	memcpy(lo + change->offset, &change->now, 1);
	print_pair(hi, lo);
	printf("  and from there %s, which is %s, %s\n", shown(call), below, what);
	return 1;
}

/* What is not restated is there in both worlds. */
static bool rest_agrees(void)
{
	for (const int *l = layer->live; *l >= 0; l++) {
		const struct layer_spec *of = &layer_specs[*l];

		if (of != layer && memcmp(part(hi, of), part(lo, of), of->state.size) != 0)
			return false;
	}
	return true;
}

static int judge_call(const struct change *change, const struct call *call)
{
	unsigned below = forwarded(call->primitive);
	const char *refuses;
	u32 wanted;
	char pre[96];
	char text[128];

	memcpy(hi, hi_of(change->state), world_part);
	memcpy(lo, lo_of(change->state), world_part);
	memcpy(lo + change->offset, &change->now, 1);
	if (refused(layer, hi, call->primitive, call->argument) != NULL)
		return 0;
	refuses = refused(underlay, lo, below, call->argument);
	if (refuses != NULL) {
		pre_print(pre, sizeof pre, refuses, below);
		snprintf(text, sizeof text, "is undefined: %s is false", pre);
		return not_kept(change, call, text);
	}
	abs_ = (struct world *)lo;
	wanted = primitive_specs[below].step(call->argument);
	abs_ = (struct world *)hi;
	if (primitive_specs[call->primitive].step(call->argument) != wanted &&
	    primitive_specs[below].returns) {
		snprintf(text, sizeof text, "returns %u", wanted);
		return not_kept(change, call, text);
	}
	if (!rest_agrees())
		return not_kept(change, call, "does something else to the rest of the world");
	if (related(hi, lo) != RELATION_HOLDS)
		return not_kept(change, call, "leads to two states of which it does not hold");
	kept++;
	return 0;
}

static bool invariants_hold(void *world)
{
	abs_ = world;
	for (const int *l = underlay->invariants; *l >= 0; l++)
		if (!layer_specs[*l].invariant())
			return false;
	return true;
}

/* If the relation holds after the change, all calls must keep it. */
static int judge_change(const struct change *change)
{
	memcpy(lo, lo_of(change->state), world_part);
	memcpy(lo + change->offset, &change->now, 1);
	if (!invariants_hold(lo) || related(hi_of(change->state), lo) != RELATION_HOLDS)
		return 0;
	for (unsigned i = 0; i < calls; i++)
		if (is_own(layer, all[i].primitive) && judge_call(change, &all[i]) != 0)
			return 1;
	return 0;
}

static int judge_changes_of(unsigned state, const struct layer_spec *of, const struct field *f)
{
	struct change change = {.state = state};

	for (size_t i = 0; i < f->size; i += f->cell) {
		change.offset = of->state.offset + f->offset + i;
		change.was = cell_value(lo_of(state) + change.offset, f->cell);
		for (change.now = 0; change.now <= MOST_VALUE; change.now++)
			if (change.now != change.was && judge_change(&change) != 0)
				return 1;
	}
	return 0;
}

static int judge_pairs(const struct store *pairs)
{
	for (unsigned i = 0; i < pairs->count; i++)
		for (unsigned l = 0; l < layer_spec_count; l++) {
			const struct layer_spec *of = &layer_specs[l];

			if (!is_restated(of))
				continue;
			for (const struct field *f = of->fields; f->name != NULL; f++)
				if (judge_changes_of(pairs->parent[i], of, f) != 0)
					return 1;
		}
	return 0;
}

/* ---- all of it ------------------------------------------------------------------------------ */

/* The abstract state, and what it restates; returns their size. */
static size_t pair_of(unsigned state, unsigned char *out)
{
	size_t size = layer->state.size;

	if (out != NULL)
		memcpy(out, part(hi_of(state), layer), size);
	for (unsigned l = 0; l < layer_spec_count; l++) {
		const struct layer_spec *of = &layer_specs[l];

		if (!is_restated(of))
			continue;
		if (out != NULL)
			memcpy(out + size, part(lo_of(state), of), of->state.size);
		size += of->state.size;
	}
	return size;
}

static void find_kinds_and_pairs(struct store *kinds, struct store *pairs)
{
	unsigned char *pair;

	store_open(kinds, layer->state.size, KINDS);
	store_open(pairs, pair_of(0, NULL), PAIRS);
	pair = check_allocate(1, pairs->size);
	for (unsigned i = 0; i < found->count; i++) {
		pair_of(i, pair);
		if (!is_seen(i))
			continue;
		store_add(kinds, pair, i, NULL, 0);
		store_add(pairs, pair, i, NULL, 0);
	}
	free(pair);
}

int relation_judge(const struct layer_spec *of, const struct store *states,
                   const struct call *call, unsigned count)
{
	struct store kinds;
	struct store pairs;
	int wrong;

	layer = of;
	underlay = &layer_specs[of->underlay];
	found = states;
	all = call;
	calls = count;
	hi = check_allocate(1, world_size);
	lo = check_allocate(1, world_size);
	both = check_allocate(1, world_size);
	find_kinds_and_pairs(&kinds, &pairs);
	wrong = judge_found() != 0 || judge_kinds(&kinds) != 0 || judge_pairs(&pairs) != 0;
	if (!wrong)
		printf("%s: the relation holds in %u states, tells %u abstract ones apart, and is "
		       "kept by %llu calls from pairs of its own\n", layer->name, found->count,
		       kinds.count, kept);
	store_close(&kinds);
	store_close(&pairs);
	free(hi);
	free(lo);
	free(both);
	return wrong;
}

/* Prints the file that the build wrote if the relation is refused or does not compile. */
static bool print_refusal(void)
{
	FILE *file = subject_relation_says[0] != '\0' ? fopen(subject_relation_says, "r") : NULL;
	char line[512];

	if (file == NULL)
		return false;
	while (fgets(line, sizeof line, file) != NULL)
		printf("  %s", line);
	fclose(file);
	return true;
}

bool relation_is_missing(const struct layer_spec *of, const void *abstract, const void *concrete)
{
	layer = of;
	both = check_allocate(1, world_size);
	if (subject_relation_says[0] != '\0') {
		printf("%s: the relation cannot be judged:\n", of->name);
		print_refusal();
	} else if (related(abstract, concrete) == RELATION_NOT_WRITTEN) {
		printf("%s: %s_RELATION: not written yet\n", of->name, of->name);
	} else {
		free(both);
		return false;
	}
	free(both);
	return true;
}
