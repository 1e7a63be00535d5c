/* deep: is the specification of a layer deep?
 *
 *   deep LAYER
 *
 * At small scope, in every state that can be reached and for every call: the executable spec meets
 * POST and its frame and keeps the invariants; POST together with the frame admits no other outcome
 * than the one that the executable spec computes; and every CLAUSE of a POST is needed for that.
 * Exit status 0 if so, 1 with an example if not, 2 for an error.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store.h"

enum {
	STATES = 20000,        /* looked at; the rest is left to the proofs */
	PRODUCT = 65536,       /* outcomes tried as a full product, else a cell or two at a time */
	CELLS = 64,
	VALUES = 10,
	CLAUSES = 32,
};

static struct world *before, *after, *candidate;
static const struct layer_spec *layer;
static struct call call[MAX_CALLS];
static unsigned calls;

static int clause;      /* counts the clauses as a POST is evaluated */
static int dropped = -1;
static bool needed[MAX_CALLS][CLAUSES]; /* by primitive */
static int clauses[MAX_CALLS];
static u64 outcomes;

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

static u32 cell_read(const struct cell *cell, const struct world *world)
{
	u32 value = 0;

	memcpy(&value, (const char *)world + (cell->place - (unsigned char *)candidate),
	       cell->size);
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

static unsigned find_cells(const struct primitive_spec *p, const u32 *argument, u32 result,
                           struct cell *cell)
{
	struct region region[MAX_REGIONS];
	unsigned regions = p->assigns(argument, region);
	unsigned n = 0;

	if (p->returns) {
		cell[n].place = NULL;
		cell[n].size = 4;
		cell_values(&cell[n++], result, 0);
	}
	for (unsigned r = 0; r < regions; r++) {
		size_t size = region[r].cell < 4 ? region[r].cell : 4;

		for (size_t at = 0; at < region[r].size && n < CELLS; at += size) {
			cell[n].place = (unsigned char *)candidate + region[r].offset + at;
			cell[n].size = size;
			cell_values(&cell[n], cell_read(&cell[n], after),
			            cell_read(&cell[n], before));
			n++;
		}
	}
	return n;
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
			world_name(name, sizeof name,
			           (size_t)(k->place - (unsigned char *)candidate));
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

static bool exact(const struct store *store, unsigned i, const struct call *c, u32 result)
{
	const struct primitive_spec *p = &primitive_specs[c->primitive];
	struct cell cell[CELLS];
	unsigned cells;
	u64 product = 1;
	bool fine;

	memcpy(candidate, after, world_size);
	result_tried = result;
	cells = find_cells(p, c->argument, result, cell);
	for (unsigned k = 0; k < cells && product <= PRODUCT; k++)
		product *= cell[k].values;
	fine = product <= PRODUCT ? try_product(p, c, cell, cells) : try_pairs(p, c, cell, cells);
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

	memcpy(candidate, after, world_size);
	for (unsigned r = 0; r < regions; r++)
		memcpy((char *)candidate + region[r].offset, (char *)before + region[r].offset,
		       region[r].size);
	return memcmp(candidate, before, world_size) == 0;
}

static const char *broken_invariant(struct world *then)
{
	const char *name = NULL;

	abs_ = then;
	for (const int *l = layer->invariants; *l >= 0; l++)
		if (!layer_specs[*l].invariant())
			name = layer_specs[*l].name;
	abs_ = before;
	return name;
}

/* One call in one state; adds the state it leads to. */
static bool judge(struct store *store, unsigned i, const struct call *c)
{
	const struct primitive_spec *p = &primitive_specs[c->primitive];
	char why[128];
	u32 result;

	memcpy(before, store_state(store, i), world_size);
	abs_ = before;
	if (!p->pre(c->argument))
		return true;
	memcpy(after, before, world_size);
	abs_ = after;
	result = p->step(c->argument);
	abs_ = before;
	if (is_own(layer, c->primitive)) {
		const char *broken = broken_invariant(after);

		if (!post(p, c->argument, after, result)) {
			explain(store, i, c, "the executable spec does not meet POST");
			return false;
		}
		clauses[c->primitive] = clause;
		if (!framed(p, c->argument)) {
			explain(store, i, c,
			        "the executable spec changes what ASSIGNS does not name");
			return false;
		}
		if (broken != NULL) {
			snprintf(why, sizeof why, "it breaks the invariant of %s", broken);
			explain(store, i, c, why);
			return false;
		}
		if (!exact(store, i, c, result))
			return false;
	}
	store_add(store, after, i, c, store->map[i]);
	return true;
}

/* A PRE that is never true would make any POST deep. */
static bool all_defined(void)
{
	bool fine = true;

	for (unsigned i = 0; i < layer->visible_count; i++) {
		unsigned p = layer->visible[i];

		if (!is_own(layer, p) || clauses[p] > 0)
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
	u64 judged = 0;

	if (count != 2 || layer_index(word[1]) < 0) {
		fprintf(stderr, "usage: deep LAYER, a layer of kernel/stack\n");
		return 2;
	}
	layer = &layer_specs[layer_index(word[1])];
	before = malloc(world_size);
	after = malloc(world_size);
	candidate = malloc(world_size);
	if (before == NULL || after == NULL || candidate == NULL)
		return 2;
	calls = scope_calls(layer, call);
	store_open(&store, world_size, STATES);
	for (unsigned m = 0; m < (scope_varies_maps(layer) ? map_count() : 1); m++) {
		memset(before, 0, world_size);
		abs_ = before;
		map_load(m);
		scope_set_registers();
		store_add(&store, before, ~0u, NULL, m);
	}
	for (unsigned i = 0; i < store.count; i++)
		for (unsigned k = 0; k < calls; k++, judged++)
			if (!judge(&store, i, &call[k]))
				return 1;
	if (!all_defined() || !all_clauses_needed())
		return 1;
	printf("%s: deep: %u states, %llu calls, %llu other outcomes refused%s\n", layer->name,
	       store.count, judged, outcomes, store.count < STATES ? "" : " (bounded)");
	store_close(&store);
	return 0;
}
