/* The chosen stack: which primitives, which state and which invariants are there at which level,
 * and what is refused because it does not compose. */
#include "stack.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *stack_name;
struct layer *layer_at[LAYERS];
int height;
const struct layer *absent[LAYERS];
int absent_count;
struct primitive *primitive_at[LAYERS * NAMES];
int primitive_count;

/* ---- what there is ------------------------------------------------------------------------ */

static struct layer *in_stack(const char *name)
{
	for (int i = 0; i < height; i++)
		if (strcmp(layer_at[i]->name, name) == 0)
			return layer_at[i];
	return NULL;
}

/* The first of that name, bottom to top; NULL: none */
static const struct primitive *find_primitive(const char *name)
{
	for (int i = 0; i < primitive_count; i++)
		if (strcmp(primitive_at[i]->name, name) == 0)
			return primitive_at[i];
	return NULL;
}

const struct layer *layer_over_ground(const char *name)
{
	const struct layer *l = in_stack(name);

	if (l == NULL || l->ground)
		fail(manifest, 0, "stack %s has no layer %s", stack_name, name);
	return l;
}

bool hides(const struct layer *l, const struct primitive *p)
{
	return has(&l->hides, p->name) || has(&l->forwards, p->name);
}

bool narrows(const struct layer *l, const struct primitive *p)
{
	return has(&l->narrows, p->name);
}

const struct primitive *forwarded(const struct layer *l, int i)
{
	for (int k = 0; k < l->primitives; k++)
		if (strcmp(l->primitive[k].name, l->adds.name[i]) == 0)
			return &l->primitive[k];
	return NULL; /* read_spec found all that the layer adds */
}

bool visible(const struct primitive *p, int level)
{
	if (p->layer->level > level)
		return false;
	for (int i = p->layer->level + 1; i <= level; i++)
		if (hides(layer_at[i], p))
			return false;
	return true;
}

bool callable(const struct primitive *p, int level)
{
	return p->mode == KERNEL && visible(p, level);
}

bool live(const struct layer *l, int level)
{
	for (int i = l->level + 1; i <= level; i++)
		if (has(&layer_at[i]->restates, l->name))
			return false;
	return l->state && l->level <= level;
}

/* The same of a name that a formula mentions: it may be that of no layer of the stack. */
static bool name_live(const char *name, int level)
{
	const struct layer *l = in_stack(name);

	return l != NULL && live(l, level);
}

/* Is all the state that the layer's formula names live? */
static bool formula_lives(const struct layer *l, const struct mentions *formula, int level)
{
	for (int i = 0; i < formula->layers.count; i++)
		if (!name_live(formula->layers.name[i], level))
			return false;
	return l->level <= level;
}

bool invariant_lives(const struct layer *l, int level)
{
	return formula_lives(l, &l->invariant, level);
}

bool view_lives(const struct layer *l, int level)
{
	return l->has_view && formula_lives(l, &l->view, level);
}

const struct layer *threads_at(int level)
{
	while (level >= 0 && !(layer_at[level]->has_runs && layer_at[level]->has_lives))
		level--;
	return level < 0 ? NULL : layer_at[level];
}

bool speaks_of(const struct layer *l, const struct layer *of)
{
	const struct names *mentioned = &l->any.layers;

	if (l == of)
		return true;
	for (int i = 0; i < mentioned->count; i++) {
		const struct layer *named = in_stack(mentioned->name[i]);

		if (named != NULL && named->level < l->level && speaks_of(named, of))
			return true;
	}
	return false;
}

const char *init_at(int level)
{
	for (int i = level; i >= 0; i--)
		if (layer_at[i]->init != NULL)
			return layer_at[i]->init;
	return NULL;
}

int layers_below(int level)
{
	int count = 0;

	for (int i = 0; i < level; i++)
		count += !layer_at[i]->ground && layer_at[i]->part == NULL;
	return count;
}

/* ---- what is refused ---------------------------------------------------------------------- */

static void check_adds(const struct layer *l)
{
	for (int i = 0; i < l->primitives; i++) {
		const struct primitive *first = find_primitive(l->primitive[i].name);

		/* If nothing below has that name, this finds the layer's own. */
		if (first != &l->primitive[i])
			fail(manifest, l->line, "%s adds %s, which %s below adds already", l->name,
			     first->name, first->layer->name);
	}
}

/* What a layer hides or narrows must be there to be hidden or narrowed. */
static void check_below(const struct layer *l, const struct names *names, const char *verb)
{
	for (int i = 0; i < names->count; i++) {
		const struct primitive *p = find_primitive(names->name[i]);

		if (p == NULL || !visible(p, l->level - 1))
			fail(manifest, l->line,
			     "%s %s %s, which is not visible at its underlay %s; take it out",
			     l->name, verb, names->name[i],
			     l->level > 0 ? layer_at[l->level - 1]->name : "(none)");
	}
}

static void check_narrows(const struct layer *l)
{
	for (int i = 0; i < l->narrows.count; i++)
		if (has(&l->hides, l->narrows.name[i]))
			fail(manifest, l->line, "%s hides %s and narrows it; one is enough",
			     l->name, l->narrows.name[i]);
	check_below(l, &l->narrows, "narrows");
	for (int i = 0; i < l->narrows.count; i++)
		if (!l->narrowed[i])
			fail(manifest, l->line, "%s narrows %s, but there is no %s_%s_PRE in %s.h",
			     l->name, l->narrows.name[i], l->name, l->narrows.name[i], l->name);
}

/* Each primitive that a layer without code adds is one from below, with the same parameters. */
static void check_forwards(const struct layer *l)
{
	if (l->forwards.count == 0)
		return;
	check_below(l, &l->forwards, "forwards");
	if (l->forwards.count != l->adds.count || l->owns || l->assembly)
		fail(manifest, l->line, "%s forwards: it has no code and no memory, and for each "
		     "primitive that it adds, in order, it names one from below", l->name);
	for (int i = 0; i < l->forwards.count; i++) {
		const struct primitive *p = find_primitive(l->forwards.name[i]);
		const struct primitive *q = forwarded(l, i);

		if (p->arguments != q->arguments || p->returns != q->returns)
			fail(manifest, l->line, "%s forwards %s as %s, which has other parameters",
			     l->name, p->name, q->name);
	}
}

static void check_modes(const struct layer *l)
{
	for (int mode = RING3; mode < MODES; mode++)
		for (int i = 0; i < l->instructions[mode].count; i++)
			if (!has(&l->adds, l->instructions[mode].name[i]))
				fail(manifest, l->line, "%s gives %s %s, which it does not add",
				     l->name, mode_word[mode],
				     l->instructions[mode].name[i]);
}

static void check_steps(const struct layer *l)
{
	for (int i = 0; i < l->steps.count; i++)
		if (!has(&l->adds, l->steps.name[i]))
			fail(manifest, l->line, "%s has steps of %s, which it does not add",
			     l->name, l->steps.name[i]);
}

static void check_restates(const struct layer *l)
{
	for (int i = 0; i < l->restates.count; i++)
		if (!name_live(l->restates.name[i], l->level - 1))
			fail(manifest, l->line, "%s restates %s, whose state is not there below it",
			     l->name, l->restates.name[i]);
}

static void check_init(const struct layer *l)
{
	const struct primitive *p;

	if (l->init == NULL)
		return;
	p = find_primitive(l->init);
	if (p == NULL || !visible(p, l->level))
		fail(manifest, l->line, "%s starts with %s, which is not visible there; "
		     "name a primitive that it adds or sees", l->name, l->init);
}

/* What the layer's own formulas speak of must be its own state or state below it. */
static void check_mentions(const struct layer *l, const struct mentions *own, int line)
{
	for (int i = 0; i < own->layers.count; i++)
		if (!name_live(own->layers.name[i], l->level))
			fail(manifest, line, "stack %s: the deep spec of %s speaks of %s, whose "
			     "state is not there below it", stack_name, l->name,
			     own->layers.name[i]);
}

/* A primitive that stays visible must not speak of state that this layer restates. */
static void check_mentions_stay(const struct layer *l, const struct primitive *p,
                                const struct names *mentioned)
{
	for (int i = 0; i < mentioned->count; i++)
		if (has(&l->restates, mentioned->name[i]))
			fail(manifest, l->line,
			     "%s restates %s but leaves %s visible, which speaks of it; hide %s",
			     l->name, mentioned->name[i], p->name, p->name);
}

static void check_what_stays(const struct layer *l, const struct primitive *p)
{
	if (p->layer == l || !visible(p, l->level))
		return;
	check_mentions_stay(l, p, &p->mentions.layers);
	for (int at = p->layer->level + 1; at < l->level; at++)
		for (int i = 0; i < layer_at[at]->narrows.count; i++)
			if (strcmp(layer_at[at]->narrows.name[i], p->name) == 0)
				check_mentions_stay(l, p, &layer_at[at]->narrowing[i].layers);
}

/* A view is that of a thread. */
static void check_view(const struct layer *l)
{
	if (l->has_view && threads_at(l->level) == NULL)
		fail(manifest, l->line, "%s.h has %s_VIEW, but neither %s_RUNS and %s_LIVES nor a "
		     "layer below that has them", l->name, l->name, l->name, l->name);
}

static void check_level(const struct layer *l, int stack_line)
{
	check_adds(l);
	check_below(l, &l->hides, "hides");
	check_narrows(l);
	check_forwards(l);
	check_modes(l);
	check_steps(l);
	check_restates(l);
	check_init(l);
	check_view(l);
	check_mentions(l, &l->invariant, stack_line);
	check_mentions(l, &l->view, stack_line);
	for (int i = 0; i < l->primitives; i++)
		check_mentions(l, &l->primitive[i].mentions, stack_line);
	for (int i = 0; i < l->narrows.count; i++)
		check_mentions(l, &l->narrowing[i], stack_line);
	for (int i = 0; i < primitive_count; i++)
		check_what_stays(l, primitive_at[i]);
}

/* ---- choosing ----------------------------------------------------------------------------- */

static void add_level(const struct stack *stack, const char *name)
{
	struct layer *l = find_layer(name);

	if (l == NULL)
		fail(manifest, stack->line, "stack %s names an unknown layer, %s", stack->name,
		     name);
	if (height == 0 && !l->ground)
		fail(manifest, stack->line, "stack %s: it begins with a ground, not with %s",
		     stack->name, name);
	if (in_stack(name) != NULL)
		fail(manifest, stack->line, "stack %s has %s twice", stack->name, name);
	l->level = height;
	layer_at[height++] = l;
}

static bool has_room(const struct layer *l)
{
	return access(text("%s/%s", root, l->room), F_OK) == 0;
}

/* Does a ground lie on top, over layers? */
static bool has_idle_ground(void)
{
	return layer_at[height - 1]->ground && layers_below(height) > 0;
}

/* Rooms of later labs may be absent, at the top: the stack ends below them.  A ground that nothing
 * stands on is absent, too. */
static void drop_absent_rooms(void)
{
	while (has_idle_ground() || (layers_below(height) > 0 && !has_room(layer_at[height - 1])))
		absent[absent_count++] = layer_at[--height];
	for (int i = 0; i < height; i++)
		if (!has_room(layer_at[i]))
			fail(manifest, layer_at[i]->line,
			     "the room of %s, %s/%s, is not there, but layers above it are",
			     layer_at[i]->name, root, layer_at[i]->room);
}

static void number_primitives(struct layer *l)
{
	for (int i = 0; i < l->primitives; i++) {
		l->primitive[i].number = primitive_count;
		primitive_at[primitive_count++] = &l->primitive[i];
	}
}

static const struct stack *find_stack(const char *name)
{
	for (int i = 0; i < all_stacks_count; i++)
		if (strcmp(all_stacks[i].name, name) == 0)
			return &all_stacks[i];
	fprintf(stderr, "%s: no stack \"%s\"; there is:", manifest, name);
	for (int i = 0; i < all_stacks_count; i++)
		fprintf(stderr, " %s", all_stacks[i].name);
	fputc('\n', stderr);
	exit(BAD_INPUT);
}

void choose_stack(const char *name)
{
	const struct stack *stack = find_stack(name);

	stack_name = stack->name;
	for (int i = 0; i < stack->height; i++)
		add_level(stack, stack->layer[i]);
	if (layer_at[height - 1]->ground)
		fail(manifest, stack->line, "stack %s: nothing stands on its last ground, %s",
		     stack->name, layer_at[height - 1]->name);
	drop_absent_rooms();
	for (int i = 0; i < height; i++) {
		read_spec(layer_at[i]);
		number_primitives(layer_at[i]);
	}
	for (int i = 0; i < height; i++)
		check_level(layer_at[i], stack->line);
}

void cut_stack(const struct layer *first_gone)
{
	height = first_gone->level;
	while (has_idle_ground())
		height--;
	while (primitive_count > 0 && primitive_at[primitive_count - 1]->layer->level >= height)
		primitive_count--;
}
