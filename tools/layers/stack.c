/* The chosen stack: which primitives, which state and which invariants are there at which level,
 * and what is refused because it does not compose. */
#include "stack.h"

#include <stdlib.h>
#include <string.h>

const char *stack_name;
struct layer *layer_at[LAYERS];
int height;
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
	return has(&l->hides, p->name);
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

bool invariant_lives(const struct layer *l, int level)
{
	const struct names *mentioned = &l->invariant.layers;

	for (int i = 0; i < mentioned->count; i++)
		if (!name_live(mentioned->name[i], level))
			return false;
	return l->level <= level;
}

const char *init_at(int level)
{
	for (int i = level; i >= 0; i--)
		if (layer_at[i]->init != NULL)
			return layer_at[i]->init;
	return NULL;
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

static void check_hides(const struct layer *l)
{
	for (int i = 0; i < l->hides.count; i++) {
		const struct primitive *p = find_primitive(l->hides.name[i]);

		if (p == NULL || !visible(p, l->level - 1))
			fail(manifest, l->line,
			     "%s hides %s, which is not visible at its underlay %s; take it out",
			     l->name, l->hides.name[i],
			     l->level > 0 ? layer_at[l->level - 1]->name : "(none)");
	}
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
static void check_what_stays(const struct layer *l, const struct primitive *p)
{
	const struct names *mentioned = &p->mentions.layers;

	if (p->layer == l || !visible(p, l->level))
		return;
	for (int i = 0; i < mentioned->count; i++)
		if (has(&l->restates, mentioned->name[i]))
			fail(manifest, l->line,
			     "%s restates %s but leaves %s visible, which speaks of it; hide %s",
			     l->name, mentioned->name[i], p->name, p->name);
}

static void check_level(const struct layer *l, int stack_line)
{
	check_adds(l);
	check_hides(l);
	check_restates(l);
	check_init(l);
	check_mentions(l, &l->invariant, stack_line);
	for (int i = 0; i < l->primitives; i++)
		check_mentions(l, &l->primitive[i].mentions, stack_line);
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
	if (l->ground != (height == 0))
		fail(manifest, stack->line,
		     "stack %s: a ground stands first, and only there; %s does not fit",
		     stack->name, name);
	if (in_stack(name) != NULL)
		fail(manifest, stack->line, "stack %s has %s twice", stack->name, name);
	l->level = height;
	layer_at[height++] = l;
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
	while (primitive_count > 0 && primitive_at[primitive_count - 1]->layer->level >= height)
		primitive_count--;
}
