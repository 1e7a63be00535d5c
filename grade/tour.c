/* tour: writes the calls of a trace that takes every transition of a specification.
 *
 *   tour FILE.tour     prints a trace without results (grade --fill adds them)
 *
 * A .tour file is the head of a trace (comments, layer, memory, row) and lines that say what to
 * try:
 *
 *   sample frame_t 2048 2049      values for every argument of a type
 *   sample vaddr_t stack#1
 *   calls palloc pfree            the primitives to call; else all that are visible at the layer
 *   part 2                        the second walk, where one cannot take every transition
 *
 * names.h has what stands for numbers.
 *
 * The full-size specification is explored breadth first under these calls; the walk then goes,
 * again and again, to the nearest transition not taken yet.
 */
#define _DEFAULT_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "environment.h"
#include "names.h"
#include "spec.h"
#include "util.h"

#include <sizes.h>

enum { STATES = 20000, CALLS = 256, VALUES = 16, SAMPLES = 16, LINE = 256, PARTS = 8 };

struct sample {
	char type[16];
	unsigned count;
	char text[VALUES][24];
	u32 value[VALUES];
};

struct call {
	unsigned primitive;
	unsigned value[MAX_ARGUMENTS]; /* index into the sample of the argument's type */
};

/* A state is what differs from a world of zeroes, in the regions that the calls may change. */
struct cell {
	size_t offset;
	u64 value;
};

struct state {
	struct cell *cell;
	unsigned cells;
	int next[CALLS]; /* by call: the state it leads to, or -1 where it is undefined */
	bool taken[CALLS];
};

static const char *file;
static const struct layer_spec *layer;
static struct sample sample[SAMPLES];
static unsigned samples;
static char wanted[LINE]; /* " palloc pfree ", or empty */
static unsigned part = 1;
static unsigned rows;

static struct call call[CALLS];
static unsigned calls;
static struct region region[CALLS * MAX_REGIONS];
static unsigned regions;
static struct state *state;
static unsigned states;

/* The deepness check leaves out clauses of a POST; here all of them hold. */
int clause_dropped(void)
{
	return 0;
}

/* ---- the .tour file ------------------------------------------------------------------------- */

static u32 parse_value(const char *text, unsigned line)
{
	unsigned n;
	char *end;
	u32 value;

	if (sscanf(text, "stack#%u", &n) == 1)
		return STACK_TOP(n) - 4;
	if (sscanf(text, "entry#%u", &n) == 1)
		return ENTRY_MARK + n;
	errno = 0;
	value = (u32)strtoul(text, &end, 0);
	if (*end != '\0' || errno != 0)
		die("%s:%u: a sample is a number, stack#N or entry#K, not \"%s\"", file, line,
		    text);
	return value;
}

static void parse_sample(char *text, unsigned line)
{
	struct sample *s = &sample[samples];
	char *word = strtok(text, " \t");

	if (samples == SAMPLES || word == NULL || strlen(word) >= sizeof s->type)
		die("%s:%u: sample TYPE VALUE..., at most %d of them", file, line, SAMPLES);
	strcpy(s->type, word);
	while ((word = strtok(NULL, " \t")) != NULL) {
		if (s->count == VALUES || strlen(word) >= sizeof s->text[0])
			die("%s:%u: at most %d values of %zu characters", file, line, VALUES,
			    sizeof s->text[0] - 1);
		strcpy(s->text[s->count], word);
		s->value[s->count++] = parse_value(word, line);
	}
	if (s->count == 0)
		die("%s:%u: sample %s has no values", file, line, s->type);
	samples++;
}

static void parse_row(const char *text, unsigned line)
{
	unsigned long long base;
	unsigned long long length;
	char kind[16];

	if (sscanf(text, "%lli %lli %15s", (long long *)&base, (long long *)&length, kind) != 3)
		die("%s:%u: row BASE LENGTH usable|reserved", file, line);
	machine_set_row(rows++, (u32)base, (u32)(base >> 32), (u32)length, (u32)(length >> 32),
	                strcmp(kind, "usable") == 0);
	machine_set_guests(1, VMCB_ZEROES);
	machine_set_devices(0);
	machine_set_rows(rows);
}

static void parse_layer(const char *name, unsigned line)
{
	for (unsigned i = 0; i < layer_spec_count; i++)
		if (strcmp(layer_specs[i].name, name) == 0)
			layer = &layer_specs[i];
	if (layer == NULL)
		die("%s:%u: stack %s has no layer \"%s\"", file, line, spec_stack_name, name);
}

/* One line; what a trace has as well is printed as it is. */
static void parse_line(char *text, unsigned line)
{
	char key[16] = "";
	char *rest = text + strspn(text, " \t");

	sscanf(rest, "%15s", key);
	rest += strlen(key);
	rest += strspn(rest, " \t");
	if (strcmp(key, "sample") == 0)
		parse_sample(rest, line);
	else if (strcmp(key, "calls") == 0)
		snprintf(wanted, sizeof wanted, " %s ", rest);
	else if (strcmp(key, "part") == 0)
		part = (unsigned)atoi(rest);
	else if (strcmp(key, "layer") == 0)
		parse_layer(rest, line);
	else if (strcmp(key, "row") == 0)
		parse_row(rest, line);
	else if (key[0] != '\0' && key[0] != '#' && strcmp(key, "memory") != 0)
		die("%s:%u: a .tour file has layer, memory, row, sample, calls and part, "
		    "not \"%s\"", file, line, key);
	if (strcmp(key, "sample") != 0 && strcmp(key, "calls") != 0 && strcmp(key, "part") != 0 &&
	    key[0] != '\0')
		printf("%s\n", text);
}

static void read_tour(void)
{
	char *text = read_file(file, NULL);
	struct line *line;
	unsigned lines;

	if (text == NULL)
		die("%s: %s", file, strerror(errno));
	lines = lines_of(file, text, &line);
	for (unsigned i = 0; i < lines; i++)
		parse_line(line[i].text, line[i].number);
	if (layer == NULL)
		die("%s: no layer", file);
	if (part < 1 || part > PARTS)
		die("%s: a part is a number from 1 to %d", file, PARTS);
	if (rows == 0) { /* what a trace without a row has */
		machine_set_row(0, LEAST_FRAME * PAGE_SIZE, 0, 48 << 20, 0, 1);
		machine_set_rows(1);
	}
}

/* ---- all calls ------------------------------------------------------------------------------ */

static const struct sample *sample_of(const struct primitive_spec *p, unsigned argument)
{
	for (unsigned i = 0; i < samples; i++)
		if (strcmp(sample[i].type, p->argument_type[argument]) == 0)
			return &sample[i];
	die("%s: %s takes a %s: add a line \"sample %s VALUE...\"", file, p->name,
	    p->argument_type[argument], p->argument_type[argument]);
}

static void actual(const struct call *c, u32 *argument)
{
	const struct primitive_spec *p = &primitive_specs[c->primitive];

	for (unsigned i = 0; i < p->arguments; i++)
		argument[i] = sample_of(p, i)->value[c->value[i]];
}

/* An argument outside its range gives regions outside the world: no state there. */
static void add_regions(const struct primitive_spec *p, const u32 *argument)
{
	struct region found[MAX_REGIONS];
	unsigned n = p->assigns(argument, found);

	for (unsigned i = 0; i < n; i++)
		if (found[i].offset < world_size && found[i].size <= world_size - found[i].offset)
			region[regions++] = found[i];
}

static void add_calls(unsigned primitive)
{
	const struct primitive_spec *p = &primitive_specs[primitive];
	struct call c = {.primitive = primitive};
	unsigned i;

	do {
		u32 argument[MAX_ARGUMENTS];

		if (calls == CALLS)
			die("%s: more than %d different calls; take fewer samples", file, CALLS);
		call[calls++] = c;
		actual(&c, argument);
		add_regions(p, argument);
		for (i = 0; i < p->arguments; i++) {
			if (++c.value[i] < sample_of(p, i)->count)
				break;
			c.value[i] = 0;
		}
	} while (i < p->arguments);
}

static void find_calls(void)
{
	for (unsigned i = 0; i < layer->visible_count; i++) {
		char name[64];

		snprintf(name, sizeof name, " %s ", primitive_specs[layer->visible[i]].name);
		if (wanted[0] == '\0' || strstr(wanted, name) != NULL)
			add_calls(layer->visible[i]);
	}
	if (calls == 0)
		die("%s: no primitive to call", file);
}

/* ---- states --------------------------------------------------------------------------------- */

static int by_offset(const void *a, const void *b)
{
	const struct region *left = a;
	const struct region *right = b;

	return (left->offset > right->offset) - (left->offset < right->offset);
}

/* Make one list of the regions, without overlaps, on boundaries of 8 bytes. */
static void merge_regions(void)
{
	unsigned n = 0;

	for (unsigned i = 0; i < regions; i++) {
		size_t end = (region[i].offset + region[i].size + 7) & ~(size_t)7;

		region[i].offset &= ~(size_t)7;
		region[i].size = end - region[i].offset;
	}
	qsort(region, regions, sizeof region[0], by_offset);
	for (unsigned i = 0; i < regions; i++) {
		struct region *last = n > 0 ? &region[n - 1] : NULL;

		if (last == NULL || region[i].offset > last->offset + last->size)
			region[n++] = region[i];
		else if (region[i].offset + region[i].size > last->offset + last->size)
			last->size = region[i].offset + region[i].size - last->offset;
	}
	regions = n;
}

static u64 *word_at(size_t offset)
{
	return (u64 *)((char *)abs_ + offset);
}

static struct state capture(void)
{
	struct state s = {0};

	for (unsigned r = 0; r < regions; r++) {
		size_t end = region[r].offset + region[r].size;

		for (size_t at = region[r].offset; at < end; at += 8) {
			if (*word_at(at) == 0)
				continue;
			s.cell = grow(s.cell, s.cells, sizeof *s.cell);
			s.cell[s.cells++] = (struct cell){at, *word_at(at)};
		}
	}
	return s;
}

static void restore(const struct state *s)
{
	for (unsigned r = 0; r < regions; r++) {
		size_t end = region[r].offset + region[r].size;

		for (size_t at = region[r].offset; at < end; at += 8)
			if (*word_at(at) != 0)
				*word_at(at) = 0;
	}
	for (unsigned i = 0; i < s->cells; i++)
		*word_at(s->cell[i].offset) = s->cell[i].value;
}

static int find_state(const struct state *s)
{
	for (unsigned i = 0; i < states; i++)
		if (state[i].cells == s->cells &&
		    (s->cells == 0 ||
		     memcmp(state[i].cell, s->cell, s->cells * sizeof *s->cell) == 0))
			return (int)i;
	return -1;
}

static int add_state(void)
{
	struct state s = capture();
	int found = find_state(&s);

	if (found >= 0) {
		free(s.cell);
		return found;
	}
	if (states == STATES)
		die("%s: more than %d states; take fewer samples", file, STATES);
	state[states] = s;
	return (int)states++;
}

static void explore(void)
{
	u32 argument[MAX_ARGUMENTS] = {0};

	add_state();
	for (unsigned i = 0; i < states; i++) {
		for (unsigned k = 0; k < calls; k++) {
			const struct primitive_spec *p = &primitive_specs[call[k].primitive];

			restore(&state[i]);
			actual(&call[k], argument);
			state[i].next[k] = -1;
			if (spec_refuses(layer, call[k].primitive, argument) == NULL) {
				p->step(argument);
				state[i].next[k] = add_state();
			}
		}
	}
}

/* ---- the walk ------------------------------------------------------------------------------- */

static unsigned count_transitions(bool taken)
{
	unsigned n = 0;

	for (unsigned i = 0; i < states; i++)
		for (unsigned k = 0; k < calls; k++)
			n += state[i].next[k] >= 0 && state[i].taken[k] >= taken;
	return n;
}

static void print_step(const struct call *c)
{
	const struct primitive_spec *p = &primitive_specs[c->primitive];

	printf("%s(", p->name);
	for (unsigned i = 0; i < p->arguments; i++)
		printf("%s%s", i > 0 ? ", " : "", sample_of(p, i)->text[c->value[i]]);
	printf(")\n");
}

/* Breadth first from a state: the states that can be reached, in order of distance, and how. */
struct reach {
	int queue[STATES];
	int parent[STATES];
	unsigned via[STATES];
	char seen[STATES];
	unsigned count;
};

static void reach_from(struct reach *r, int from)
{
	memset(r->seen, 0, sizeof r->seen);
	r->count = 0;
	r->queue[r->count++] = from;
	r->seen[from] = 1;
	r->parent[from] = -1;
	for (unsigned head = 0; head < r->count; head++) {
		int at = r->queue[head];

		for (unsigned k = 0; k < calls; k++) {
			int next = state[at].next[k];

			if (next < 0 || r->seen[next])
				continue;
			r->seen[next] = 1;
			r->parent[next] = at;
			r->via[next] = k;
			r->queue[r->count++] = next;
		}
	}
}

static unsigned left_from(int from)
{
	static struct reach r;
	unsigned left = 0;

	reach_from(&r, from);
	for (unsigned i = 0; i < r.count; i++)
		for (unsigned k = 0; k < calls; k++)
			left += state[r.queue[i]].next[k] >= 0 && !state[r.queue[i]].taken[k];
	return left;
}

/* The way to the transition to take next: of those not taken yet one that leaves the most others
 * within reach, and of these the nearest.  So one-way transitions, like initialisation, come
 * last. */
static unsigned find_way(int from, unsigned *way)
{
	static struct reach r;
	unsigned best = 0;
	int best_at = -1;
	unsigned best_call = 0;
	unsigned length = 0;
	unsigned all;

	reach_from(&r, from);
	all = left_from(from);
	for (unsigned i = 0; i < r.count && best < all; i++) {
		int at = r.queue[i];

		for (unsigned k = 0; k < calls && best < all; k++) {
			unsigned left;

			if (state[at].next[k] < 0 || state[at].taken[k])
				continue;
			left = left_from(state[at].next[k]);
			if (left > best) {
				best = left;
				best_at = at;
				best_call = k;
			} else if (best_at < 0) {
				best_at = at;
				best_call = k;
			}
		}
	}
	if (best_at < 0)
		return 0;
	way[length++] = best_call;
	for (int s = best_at; r.parent[s] >= 0; s = r.parent[s])
		way[length++] = r.via[s];
	return length;
}

/* Walk until no transition is left that can be reached.  Returns the calls made. */
static unsigned walk(bool show)
{
	static unsigned way[STATES];
	unsigned made = 0;
	int at = 0;

	for (;;) {
		unsigned length = find_way(at, way);

		if (length == 0)
			return made;
		while (length-- > 0) {
			unsigned k = way[length];

			if (show)
				print_step(&call[k]);
			state[at].taken[k] = true;
			at = state[at].next[k];
			made++;
		}
	}
}

int main(int count, char **word)
{
	static const u32 registers[REGISTERS] = {0x1001, 0x1002, 0x1003, 0x1004, 0x1005, 0x1006};
	unsigned before;

	if (count != 2) {
		fprintf(stderr, "usage: tour FILE.tour\n");
		return 2;
	}
	file = word[1];
	abs_ = mmap(NULL, world_size, PROT_READ | PROT_WRITE,
	            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (abs_ == MAP_FAILED)
		die("tour: no address space for %zu MiB", world_size >> 20);
	read_tour();
	state = calloc(STATES, sizeof *state);
	if (state == NULL)
		die("tour: out of memory");
	find_calls();
	merge_regions();
	cpu_set(registers);
	explore();
	for (unsigned i = 1; i < part; i++)
		walk(false);
	before = count_transitions(true);
	walk(true);
	printf("# takes %u of %u transitions between %u states\n", count_transitions(true) - before,
	       count_transitions(false), states);
	if (count_transitions(true) < count_transitions(false))
		fprintf(stderr, "%s: %u transitions are left for part %u\n", file,
		        count_transitions(false) - count_transitions(true), part + 1);
	return 0;
}
