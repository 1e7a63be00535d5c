/* deep: is the specification of a layer deep?
 *
 *   deep LAYER
 *
 * At small scope, in every state that can be reached and for every call: the executable spec meets
 * POST and its frame and keeps the invariants; POST together with the frame admits no other outcome
 * than the one that the executable spec computes, neither one that differs from it here and there
 * nor one that would be right in a state nearby; and every CLAUSE of a POST is needed for that.
 * And what a layer says a thread may rely on while others run, no call of theirs breaks.
 * Exit status 0 if so, 1 with an example if not, 2 for an error.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sizes.h>
#include "store.h"

enum {
	STATES = 20000,        /* breadth first */
	MANY = 800,            /* calls */
	PRODUCT = 65536,       /* outcomes tried as a full product, else a cell or two at a time */
	CELLS = 128,
	VALUES = 10,
	CLAUSES = 32,
	FIRST_TURNS = 64,
	LATER_TURNS = 64,
	OPEN_TURNS = 16, /* while it is not known of each clause what it is for */
};

static struct world *before, *after, *candidate, *neighbour, *other;
static struct world *flipped; /* before, with a bit of each word the other way round */
static const struct layer_spec *layer;
static struct call call[MAX_CALLS];
static unsigned calls;

static int clause;      /* counts the clauses as a POST is evaluated */
static int dropped = -1;
static bool needed[MAX_CALLS][CLAUSES]; /* by primitive */
static int clauses[MAX_CALLS];
static unsigned end_of_scene[SCENES];
static unsigned turns[MAX_CALLS][2]; /* by call, and whether it changes: states that defined it */
static unsigned share; /* of the states of a walk one in so many is judged: 1, with MANY calls 2 */
static u64 outcomes;
static unsigned states; /* judged */
static u64 judged;

int clause_dropped(void)
{
	return clause++ == dropped;
}

static bool post(const struct primitive_spec *p, const u32 *argument, struct world *then,
                 u32 result)
{
	bool holds;

	abs_old_ = before;
	abs_ = then;
	clause = 0;
	holds = p->post(argument, result);
	abs_ = before;
	return holds;
}

/* ---- one cell of the world, or the result, that a call may change --------------------------- */

struct cell {
	unsigned char *place; /* in candidate; NULL for the result */
	size_t size;          /* 1, 2 or 4 */
	u32 value[VALUES];
	unsigned values;
};

static u32 result_tried;

static size_t offset_of(const struct cell *cell)
{
	return (size_t)(cell->place - (unsigned char *)candidate);
}

static u32 cell_read(const struct cell *cell, const struct world *world)
{
	u32 value = 0;

	memcpy(&value, (const char *)world + offset_of(cell), cell->size);
	return value;
}

static void cell_write(const struct cell *cell, u32 value)
{
	if (cell->place == NULL)
		result_tried = value;
	else
		memcpy(cell->place, &value, cell->size);
}

static void cell_offer(struct cell *cell, u32 value)
{
	if (cell->size == 1)
		value &= 0xFF;
	for (unsigned i = 0; i < cell->values; i++)
		if (cell->value[i] == value)
			return;
	if (cell->values < VALUES)
		cell->value[cell->values++] = value;
}

/* The right value first, then wrong ones near it, the old one and those at the ends. */
static void cell_values(struct cell *cell, u32 right, u32 old)
{
	const u32 other[] = {old, right ^ 1, right + 1, right - 1, 0, 1, 2, 0xFFFFFFFF};

	cell->values = 0;
	cell_offer(cell, right);
	for (unsigned i = 0; i < sizeof other / sizeof other[0]; i++)
		cell_offer(cell, other[i]);
}

static unsigned cell_size(const struct region *region)
{
	return region->cell < 4 ? region->cell : 4;
}

/* Where a call may change more cells than are tried at once, each turn tries others. */
static unsigned find_cells(const struct primitive_spec *p, const u32 *argument, u32 result,
                           unsigned turn, struct cell *cell)
{
	struct region region[MAX_REGIONS];
	unsigned regions = p->assigns(argument, region);
	unsigned total = 0;
	unsigned first = 0;
	unsigned place = 0;
	unsigned room;
	unsigned n = 0;

	if (p->returns) {
		cell[n].place = NULL;
		cell[n].size = 4;
		cell_values(&cell[n++], result, 0);
	}
	room = CELLS - n;
	for (unsigned r = 0; r < regions; r++)
		total += (unsigned)region[r].size / cell_size(&region[r]);
	if (total > room)
		first = turn * room % total;
	for (unsigned r = 0; r < regions; r++) {
		size_t size = cell_size(&region[r]);

		for (size_t at = 0; at < region[r].size; at += size, place++) {
			if ((place + total - first) % total >= room)
				continue;
			cell[n].place = (unsigned char *)candidate + region[r].offset + at;
			cell[n].size = size;
			cell_values(&cell[n], cell_read(&cell[n], after),
			            cell_read(&cell[n], before));
			n++;
		}
	}
	return n;
}

/* ---- states --------------------------------------------------------------------------------- */

static bool sound; /* all invariants are known to hold in before */
static size_t end_of[64]; /* where the states of the layers up to this one end in the world */

static void find_ends(void)
{
	size_t end = 0;

	for (unsigned l = 0; l < layer_spec_count; l++) {
		const struct region *own = &layer_specs[l].state;

		if (own->offset + own->size > end)
			end = own->offset + own->size;
		end_of[l] = end;
	}
}

/* How far the state is as before, if all invariants hold there: 15 bytes less at most. */
static size_t first_change(const struct world *state)
{
	enum { STEP = 16 };
	size_t at = 0;

	while (sound && at + STEP <= world_part &&
	       memcmp((const char *)state + at, (const char *)before + at, STEP) == 0)
		at += STEP;
	return at;
}

/* The lowest layer whose invariant does not hold; those above it may rely on it.  An invariant
 * speaks of no layer above its own, so it holds where up to there nothing has changed. */
static const char *broken_invariant(struct world *state)
{
	size_t change = first_change(state);
	const char *name = NULL;

	abs_ = state;
	for (const int *l = layer->invariants; name == NULL && *l >= 0; l++)
		if (end_of[*l] > change && !layer_specs[*l].invariant())
			name = layer_specs[*l].name;
	abs_ = before;
	return name;
}

/* Is the call defined in a state?  Afterwards *abs_ is before, as ever. */
static bool defined_in(struct world *state, const struct call *c)
{
	bool fine;

	abs_ = state;
	fine = spec_refuses(layer, c->primitive, c->argument) == NULL;
	abs_ = before;
	return fine;
}

static bool defined(const struct call *c)
{
	return defined_in(before, c);
}

/* ---- what goes wrong ------------------------------------------------------------------------ */

static void explain(const struct store *store, unsigned i, const struct call *c, const char *what)
{
	char text[128];

	call_print(text, sizeof text, c);
	printf("%s: the specification of %s is not deep: %s\n", layer->name,
	       primitive_specs[c->primitive].name, what);
	store_print_path(store, i);
	printf("  %s   <-- here\n", text);
}

static void explain_cells(const struct cell *cell, unsigned cells, u32 result)
{
	for (unsigned i = 0; i < cells; i++) {
		const struct cell *k = &cell[i];
		u32 right = k->place == NULL ? result : cell_read(k, after);
		u32 tried = k->place == NULL ? result_tried : cell_read(k, candidate);
		char name[96] = "result";

		if (right == tried)
			continue;
		if (k->place != NULL)
			world_name(name, sizeof name, offset_of(k));
		printf("  %s: the executable spec says %u, POST admits %u as well\n", name, right,
		       tried);
	}
}

/* Does POST admit the outcome in candidate?  Which clause alone keeps it out is noted. */
static bool admits(const struct primitive_spec *p, const struct call *c)
{
	outcomes++;
	if (post(p, c->argument, candidate, result_tried))
		return true;
	for (dropped = 0; dropped < clauses[c->primitive]; dropped++)
		if (!needed[c->primitive][dropped] &&
		    post(p, c->argument, candidate, result_tried))
			needed[c->primitive][dropped] = true;
	dropped = -1;
	return false;
}

static bool try_product(const struct primitive_spec *p, const struct call *c,
                        const struct cell *cell, unsigned cells)
{
	unsigned index[CELLS] = {0};

	for (;;) {
		unsigned i = 0;

		while (i < cells && ++index[i] == cell[i].values) {
			index[i] = 0;
			cell_write(&cell[i], cell[i].value[0]);
			i++;
		}
		if (i == cells)
			return true; /* back at the right outcome */
		cell_write(&cell[i], cell[i].value[index[i]]);
		if (admits(p, c))
			return false;
	}
}

static bool try_pairs(const struct primitive_spec *p, const struct call *c,
                      const struct cell *cell, unsigned cells)
{
	for (unsigned i = 0; i < cells; i++) {
		for (unsigned v = 1; v < cell[i].values; v++) {
			cell_write(&cell[i], cell[i].value[v]);
			if (admits(p, c))
				return false;
			for (unsigned k = i + 1; k < cells; k++) {
				cell_write(&cell[k], cell[k].value[1]);
				if (admits(p, c))
					return false;
				cell_write(&cell[k], cell[k].value[0]);
			}
		}
		cell_write(&cell[i], cell[i].value[0]);
	}
	return true;
}

/* With value in cell i; cells stand for all that the call may change. */
static bool try_neighbour(const struct primitive_spec *p, const struct call *c,
                          const struct cell *cell, unsigned cells, unsigned i, u32 value,
                          u32 result)
{
	bool same = true;

	memcpy(neighbour, before, world_part);
	memcpy((char *)neighbour + offset_of(&cell[i]), &value, cell[i].size);
	memcpy(candidate, neighbour, world_part);
	if (broken_invariant(neighbour) != NULL || !defined_in(candidate, c))
		return true;
	abs_ = candidate;
	result_tried = p->step(c->argument);
	abs_ = before;
	for (unsigned k = 0; k < cells; k++)
		if (cell[k].place != NULL &&
		    cell_read(&cell[k], candidate) == cell_read(&cell[k], neighbour))
			cell_write(&cell[k], cell_read(&cell[k], before));
	for (unsigned k = 0; k < cells; k++)
		if (cell[k].place != NULL &&
		    cell_read(&cell[k], candidate) != cell_read(&cell[k], after))
			same = false;
	return (same && result_tried == result) || !admits(p, c);
}

/* What the executable spec would have done, had one cell been other than it was: its changes, made
 * to the state as it is. */
static bool try_neighbours(const struct primitive_spec *p, const struct call *c,
                           const struct cell *cell, unsigned cells, u32 result)
{
	for (unsigned i = 0; i < cells; i++) {
		u32 as_is;

		if (cell[i].place == NULL)
			continue;
		as_is = cell_read(&cell[i], before);
		for (unsigned v = 0; v < cell[i].values; v++)
			if (cell[i].value[v] != as_is &&
			    !try_neighbour(p, c, cell, cells, i, cell[i].value[v], result))
				return false;
	}
	return true;
}

/* That the call did nothing, and returned this or that. */
static bool try_nothing(const struct primitive_spec *p, const struct call *c,
                        const struct cell *cell, unsigned cells)
{
	bool something = false;

	memcpy(candidate, after, world_part);
	for (unsigned i = 0; i < cells; i++) {
		u32 old = cell[i].place == NULL ? 0 : cell_read(&cell[i], before);

		if (cell[i].place == NULL)
			continue;
		something = something || old != cell_read(&cell[i], after);
		cell_write(&cell[i], old);
	}
	if (!something)
		return true;
	for (unsigned v = 0; p->returns && v < cell[0].values; v++) {
		result_tried = cell[0].value[v];
		if (admits(p, c))
			return false;
	}
	return p->returns || !admits(p, c);
}

/* Where few states are judged, those in which a call changes something count apart. */
static bool changes(void)
{
	return (share > 1 || scene_count(layer) != 0) && memcmp(before, after, world_part) != 0;
}

static bool exact(const struct store *store, unsigned i, const struct call *c, u32 result)
{
	const struct primitive_spec *p = &primitive_specs[c->primitive];
	struct cell cell[CELLS];
	unsigned cells;
	u64 product = 1;
	bool fine;

	memcpy(candidate, after, world_part);
	result_tried = result;
	cells = find_cells(p, c->argument, result, turns[c - call][changes()] - 1, cell);
	for (unsigned k = 0; k < cells && product <= PRODUCT; k++)
		product *= cell[k].values;
	fine = (product <= PRODUCT ? try_product(p, c, cell, cells)
	                           : try_pairs(p, c, cell, cells)) &&
	       try_neighbours(p, c, cell, cells, result) && try_nothing(p, c, cell, cells);
	if (!fine) {
		explain(store, i, c, "POST admits a second outcome");
		explain_cells(cell, cells, result);
	}
	return fine;
}

/* Is everything outside the frame as it was? */
static bool framed(const struct primitive_spec *p, const u32 *argument)
{
	struct region region[MAX_REGIONS];
	unsigned regions = p->assigns(argument, region);

	memcpy(candidate, after, world_part);
	for (unsigned r = 0; r < regions; r++)
		memcpy((char *)candidate + region[r].offset, (char *)before + region[r].offset,
		       region[r].size);
	return memcmp(candidate, before, world_part) == 0;
}

static bool is_open(unsigned primitive)
{
	for (int k = 0; k < clauses[primitive]; k++)
		if (!needed[primitive][k])
			return true;
	return false;
}

/* Wrong outcomes are tried in the first states that define a call, and in some of the rest. */
static bool is_turn(const struct call *c)
{
	unsigned turn = turns[c - call][changes()]++;

	return turn < FIRST_TURNS ||
	       turn % (is_open(c->primitive) ? OPEN_TURNS : LATER_TURNS) == 0;
}

static bool judge_own(const struct store *store, unsigned i, const struct call *c, u32 result)
{
	const struct primitive_spec *p = &primitive_specs[c->primitive];

	if (!post(p, c->argument, after, result)) {
		explain(store, i, c, "the executable spec does not meet POST");
		return false;
	}
	clauses[c->primitive] = clause;
	if (!framed(p, c->argument)) {
		explain(store, i, c, "the executable spec changes what ASSIGNS does not name");
		return false;
	}
	return p->steps || !is_turn(c) || exact(store, i, c, result);
}

/* ---- what a thread may rely on while others run ---------------------------------------------- */

static bool holds_in(struct world *world, bool (*predicate)(u32 thread), u32 thread)
{
	bool holds;

	abs_ = world;
	holds = predicate(thread);
	abs_ = before;
	return holds;
}

/* Does a view hold from the one state to after? */
static bool view_holds(const struct layer_spec *l, u32 thread, struct world *from)
{
	abs_old_ = from;
	return holds_in(after, l->view, thread);
}

/* The thread is there all the time.  Either it does not run all the time, so that others may; or
 * nothing happens, as in a call that could let others run and returns at once. */
static bool relies(u32 thread)
{
	if (!holds_in(before, layer->lives, thread) || !holds_in(after, layer->lives, thread))
		return false;
	return !holds_in(before, layer->runs, thread) || !holds_in(after, layer->runs, thread) ||
	       memcmp(before, after, world_part) == 0;
}

/* The state before, but other wherever the view does not name it. */
static void find_other(const struct layer_spec *l, u32 thread)
{
	struct region region[MAX_REGIONS];
	unsigned regions = l->view_old(thread, region);

	memcpy(other, flipped, world_part);
	for (unsigned i = 0; i < regions; i++)
		memcpy((char *)other + region[i].offset, (char *)before + region[i].offset,
		       region[i].size);
}

static bool judge_view(const struct store *store, unsigned i, const struct call *c,
                       const struct layer_spec *l, u32 thread)
{
	bool holds = view_holds(l, thread, before);
	char text[128];

	find_other(l, thread);
	if (holds && view_holds(l, thread, other))
		return true;
	call_print(text, sizeof text, c);
	printf("%s: thread %u cannot rely on %s_VIEW in %s.h: %s\n", layer->name, thread, l->name,
	       l->name, holds ? "it names of the old state what its VIEW_OLD does not"
	                      : "this call breaks it");
	store_print_path(store, i);
	printf("  %s   <-- here\n", text);
	return false;
}

/* In a call of many steps a thread may run among them; each of these is judged by itself. */
static bool judge_views(const struct store *store, unsigned i, const struct call *c)
{
	if (primitive_specs[c->primitive].steps)
		return true;
	for (u32 thread = 0; layer->runs != NULL && thread < NTHREADS; thread++) {
		if (!relies(thread))
			continue;
		for (const int *l = layer->views; *l >= 0; l++)
			if (!judge_view(store, i, c, &layer_specs[*l], thread))
				return false;
	}
	return true;
}

/* One call in state i, where it is defined; it leads to the state in after. */
static bool judge(const struct store *store, unsigned i, const struct call *c)
{
	const char *broken;
	char why[128];
	u32 result;

	memcpy(after, before, world_part);
	abs_ = after;
	result = primitive_specs[c->primitive].step(c->argument);
	abs_ = before;
	/* A state that a call led to was judged behind that. */
	sound = store->parent[i] != ~0u;
	broken = broken_invariant(after);
	if (broken != NULL) {
		snprintf(why, sizeof why, "it breaks the invariant of %s", broken);
		explain(store, i, c, why);
		return false;
	}
	if (!judge_views(store, i, c))
		return false;
	return !is_own(layer, c->primitive) || judge_own(store, i, c, result);
}

/* All calls in state i, or the layer's own.  Those that lead to a new state add it, while there are
 * fewer than limit. */
static bool judge_state(struct store *store, unsigned i, unsigned limit, bool only_own)
{
	states++;
	memcpy(before, store_state(store, i), world_part);
	memcpy(flipped, before, world_part);
	for (size_t at = 0; at < world_part; at += sizeof(u32))
		((char *)flipped)[at] ^= 1;
	for (unsigned k = 0; k < calls; k++, judged++) {
		if ((only_own && !is_own(layer, call[k].primitive)) || !defined(&call[k]))
			continue;
		if (!judge(store, i, &call[k]))
			return false;
		if (store->count < limit)
			store_add(store, after, i, &call[k], store->map[i]);
	}
	return true;
}

/* Make a call in state i; returns the state it leads to, i where it is not defined. */
static unsigned take(struct store *store, unsigned i, const struct call *c)
{
	memcpy(before, store_state(store, i), world_part);
	if (!defined(c))
		return i;
	primitive_specs[c->primitive].step(c->argument);
	return (unsigned)store_add(store, before, i, c, store->map[i]);
}

/* The scenes of the layer; walks begin where they end. */
static bool judge_scenes(struct store *store, unsigned starts)
{
	memset(turns, 0, sizeof turns); /* the first turns are theirs */
	for (unsigned scene = 0; scene < scene_count(layer); scene++) {
		struct call way[SCENE_LENGTH];
		unsigned count = scene_calls(layer, scene, way);
		unsigned i = scene_start(scene, starts);

		for (unsigned k = 0; k < count; k++)
			i = take(store, i, &way[k]);
		end_of_scene[scene] = i;
		memcpy(before, store_state(store, i), world_part);
		if (count != 0 && spec_mode() != MODE_RING3) {
			printf("%s: no program runs at the end of this scene of "
			       "grade/check/scenes.c:\n", layer->name);
			store_print_path(store, i);
			return false;
		}
		for (unsigned k = 0; k < calls; k++) {
			unsigned then = i;

			if (primitive_specs[call[k].primitive].mode == MODE_RING3)
				then = take(store, i, &call[k]);
			if (then != i && !judge_state(store, then, 0, true))
				return false;
		}
	}
	return true;
}

/* All calls are made in every state: a walk takes those that may lead to another. */
static bool leads_on(const struct call *c)
{
	struct region region[MAX_REGIONS];

	return defined(c) && primitive_specs[c->primitive].assigns(c->argument, region) > 0;
}

/* Take one step at random from state i; returns the state it leads to, or -1 where none is left. */
static int step(struct store *store, unsigned i, u64 *seed)
{
	const struct call *next;

	memcpy(before, store_state(store, i), world_part);
	next = scope_choose(call, calls, leads_on, seed);
	if (next == NULL)
		return -1;
	primitive_specs[next->primitive].step(next->argument);
	return store_add(store, before, i, next, store->map[i]);
}

static bool judge_walks(struct store *store, unsigned starts)
{
	const unsigned scenes = scene_count(layer);
	u64 seed = 1;

	for (unsigned walk = 0; walk < WALKS; walk++) {
		unsigned most = scope_walk_length(layer);
		int i = (int)(scenes != 0 ? end_of_scene[walk % scenes]
		                          : scope_start(layer, walk, starts));

		for (unsigned length = 0; length < most && i >= 0; length++) {
			unsigned known = store->count;

			i = step(store, (unsigned)i, &seed);
			if (i >= (int)known && (unsigned)i % share == 0 &&
			    !judge_state(store, (unsigned)i, 0, false))
				return false;
		}
	}
	return true;
}

/* A PRE that is never true would make any POST deep. */
static bool all_defined(void)
{
	bool fine = true;

	for (unsigned i = 0; i < layer->visible_count; i++) {
		unsigned p = layer->visible[i];

		if (!is_own(layer, p) || primitive_specs[p].steps || clauses[p] > 0)
			continue;
		printf("%s: %s is defined in no state that can be reached: its PRE is never true\n",
		       layer->name, primitive_specs[p].name);
		fine = false;
	}
	return fine;
}

static bool all_clauses_needed(void)
{
	bool fine = true;

	for (unsigned i = 0; i < layer->visible_count; i++) {
		unsigned p = layer->visible[i];

		for (int k = 0; is_own(layer, p) && k < clauses[p]; k++) {
			if (needed[p][k])
				continue;
			printf("%s: clause %d of %s_POST excludes nothing that the others admit; "
			       "remove it or say what it is for\n", layer->name, k + 1,
			       primitive_specs[p].name);
			fine = false;
		}
	}
	return fine;
}

int main(int count, char **word)
{
	struct store store;
	unsigned starts;
	unsigned limit;
	unsigned map;
	bool bounded;

	if (count != 2 || layer_index(word[1]) < 0) {
		fprintf(stderr, "usage: deep LAYER, a layer of kernel/stack\n");
		return 2;
	}
	layer = &layer_specs[layer_index(word[1])];
	scope_world(layer);
	before = check_allocate(1, world_size);
	after = check_allocate(1, world_size);
	candidate = check_allocate(1, world_size);
	neighbour = check_allocate(1, world_size);
	other = check_allocate(1, world_size);
	flipped = check_allocate(1, world_size);
	calls = scope_calls(layer, call);
	share = calls > MANY ? 2 : 1;
	find_ends();
	limit = STATES / scope_part(layer);
	store_open(&store, world_part, STATES + WALKS * WALK_LENGTH);
	for (unsigned end = scope_maps(layer, &map); map < end; map++) {
		memset(before, 0, world_size);
		abs_ = before;
		map_load(map);
		scope_set_registers();
		store_add(&store, before, ~0u, NULL, map);
	}
	starts = store.count;
	for (unsigned i = 0; i < store.count; i++)
		if (!judge_state(&store, i, limit, false))
			return 1;
	bounded = store.count == limit;
	if (bounded && (!judge_scenes(&store, starts) || !judge_walks(&store, starts)))
		return 1;
	if (!all_defined() || !all_clauses_needed())
		return 1;
	printf("%s: deep: %u states, %llu calls, %llu other outcomes refused%s\n", layer->name,
	       states, judged, outcomes, bounded ? " (bounded)" : "");
	store_close(&store);
	return 0;
}
