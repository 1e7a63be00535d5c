/* Reading the manifest.  Its own comment says what a row can be. */
#include "stack.h"

#include <ctype.h>
#include <string.h>

static const char blanks[] = " \t";

const char *const mode_word[] = { "kernel", "ring3", "guest" };
const char *const mode_name[] = { "KERNEL", "RING3", "GUEST" };

const char *manifest;
const char *root;
struct layer all_layers[LAYERS];
int all_layers_count;
struct stack all_stacks[STACKS];
int all_stacks_count;

static bool says_owns[LAYERS]; /* by place in all_layers: there is an "owns" row */

struct layer *find_layer(const char *name)
{
	for (int i = 0; i < all_layers_count; i++)
		if (strcmp(all_layers[i].name, name) == 0)
			return &all_layers[i];
	return NULL;
}

static void add_words(struct names *names, char *value, int line)
{
	for (char *word = strtok(value, blanks); word != NULL; word = strtok(NULL, blanks))
		add(names, word, manifest, line);
}

static void start_layer(const char *name, bool ground, int line)
{
	struct layer *layer = &all_layers[all_layers_count];

	if (!is_name(name))
		fail(manifest, line, "a layer's name is one name as in C, not \"%s\"", name);
	if (find_layer(name) != NULL)
		fail(manifest, line, "layer %s is there twice; remove one", name);
	if (all_layers_count == LAYERS)
		fail(manifest, line, "more than %d layers", LAYERS);
	all_layers_count++;
	layer->name = copy(name);
	layer->ground = ground;
	layer->line = line;
}

static struct names stack_row[STACKS]; /* the name of a stack and its layers */

/* More layers of the last stack. */
static void continue_stack(char *value, int line)
{
	if (all_stacks_count == 0)
		fail(manifest, line, "\"and\" before the first stack");
	add_words(&stack_row[all_stacks_count - 1], value, line);
	all_stacks[all_stacks_count - 1].height = stack_row[all_stacks_count - 1].count - 1;
}

static void start_stack(char *value, int line)
{
	struct names *row = &stack_row[all_stacks_count];
	struct stack *stack = &all_stacks[all_stacks_count];

	if (all_stacks_count == STACKS)
		fail(manifest, line, "more than %d stacks", STACKS);
	add_words(row, value, line);
	if (row->count < 3)
		fail(manifest, line, "a stack is a name, a ground and at least one layer");
	stack->name = row->name[0];
	stack->layer = (const char *const *)&row->name[1];
	stack->height = row->count - 1;
	stack->line = line;
	if (!is_name(stack->name))
		fail(manifest, line, "a stack's name is one name as in C, not \"%s\"", stack->name);
	for (int i = 0; i < all_stacks_count; i++)
		if (strcmp(all_stacks[i].name, stack->name) == 0)
			fail(manifest, line, "stack %s is there twice; remove one", stack->name);
	all_stacks_count++;
}

static bool yes_or_no(const char *value, const char *key, int line)
{
	if (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0)
		fail(manifest, line, "%s is yes or no, not \"%s\"", key, value);
	return value[0] == 'y';
}

static void add_variant(struct layer *layer, char *value, int line)
{
	const char *name = strtok(value, blanks);
	const char *owns = strtok(NULL, blanks);

	if (!is_name(name) || (owns != NULL && strcmp(owns, "owns") != 0) || strtok(NULL, blanks))
		fail(manifest, line, "a variant is a name, and \"owns\" if it may have memory");
	if (layer->variants == NAMES)
		fail(manifest, line, "more than %d variants", NAMES);
	layer->variant[layer->variants].name = copy(name);
	layer->variant[layer->variants++].owns = owns != NULL;
}

/* The rows of names: "adds", "hides" and so on. */
static void add_list(const struct layer *layer, struct names *names, const char *key, char *value,
                     int line)
{
	add_words(names, value, line);
	for (int i = 1; i < names->count; i++)
		for (int j = 0; j < i; j++)
			if (strcmp(names->name[i], names->name[j]) == 0)
				fail(manifest, line, "layer %s %s %s twice; remove one",
				     layer->name, key, names->name[i]);
}

static void set_owns(struct layer *layer, const char *key, const char *value, int line)
{
	bool *said = &says_owns[layer - all_layers];

	if (*said)
		fail(manifest, line, "layer %s has a second owns; remove one", layer->name);
	*said = true;
	layer->owns = yes_or_no(value, key, line);
}

/* A row of a layer's stanza. */
static void set_attribute(struct layer *layer, const char *key, char *value, int line)
{
	const struct { const char *key; const char **text; } texts[] = {
		{"room", &layer->room}, {"lab", &layer->lab}, {"purpose", &layer->purpose},
		{"learns", &layer->learns}, {"init", &layer->init}, {"part", &layer->part},
	};
	const struct { const char *key; struct names *names; } lists[] = {
		{"adds", &layer->adds}, {"hides", &layer->hides}, {"narrows", &layer->narrows},
		{"restates", &layer->restates}, {"forwards", &layer->forwards},
		{"routines", &layer->routines}, {"steps", &layer->steps},
		{mode_word[RING3], &layer->instructions[RING3]},
		{mode_word[GUEST], &layer->instructions[GUEST]},
	};

	for (int i = 0; i < LENGTH(texts); i++) {
		if (strcmp(key, texts[i].key) == 0) {
			if (*texts[i].text != NULL)
				fail(manifest, line, "layer %s has a second %s; remove one",
				     layer->name, key);
			*texts[i].text = copy(value);
			return;
		}
	}
	for (int i = 0; i < LENGTH(lists); i++) {
		if (strcmp(key, lists[i].key) == 0) {
			add_list(layer, lists[i].names, key, value, line);
			return;
		}
	}
	if (strcmp(key, "owns") == 0)
		set_owns(layer, key, value, line);
	else if (strcmp(key, "assembly") == 0)
		layer->assembly = yes_or_no(value, key, line);
	else if (strcmp(key, "variant") == 0)
		add_variant(layer, value, line);
	else
		fail(manifest, line, "unknown word \"%s\"; a layer has: room, part, lab, purpose, "
		     "learns, adds, hides, narrows, restates, forwards, routines, steps, "
		     "ring3, guest, init, owns, assembly, variant",
		     key);
}

/* A row is a key, blanks and a value; it may be empty or a comment. */
static void read_row(char *row, int line)
{
	char *end = row + strlen(row);
	char *key = row + strspn(row, blanks);
	char *value;

	while (end > row && isspace((unsigned char)end[-1]))
		*--end = '\0';
	if (*key == '\0' || *key == '#')
		return;
	value = key + strcspn(key, blanks);
	if (*value != '\0')
		*value++ = '\0';
	value += strspn(value, blanks);
	if (*value == '\0')
		fail(manifest, line, "\"%s\" needs something behind it", key);
	if (strcmp(key, "layer") == 0)
		start_layer(value, false, line);
	else if (strcmp(key, "ground") == 0)
		start_layer(value, true, line);
	else if (strcmp(key, "stack") == 0)
		start_stack(value, line);
	else if (strcmp(key, "and") == 0)
		continue_stack(value, line);
	else if (all_layers_count == 0)
		fail(manifest, line, "\"%s\" before the first layer", key);
	else
		set_attribute(&all_layers[all_layers_count - 1], key, value, line);
}

static void check_stanza(const struct layer *l)
{
	if (l->room == NULL || l->lab == NULL || l->purpose == NULL || l->learns == NULL)
		fail(manifest, l->line, "layer %s lacks a room, lab, purpose or learns", l->name);
	if (!l->ground && !says_owns[l - all_layers])
		fail(manifest, l->line, "layer %s lacks an owns row: \"owns yes\" if its module "
		     "may have memory of its own, else \"owns no\"", l->name);
	if (l->lab[strspn(l->lab, "0123456789")] != '\0')
		fail(manifest, l->line, "the lab of %s is a number, not \"%s\"", l->name, l->lab);
}

static const char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? "." : text("%.*s", (int)(slash - path), path);
}

void read_manifest(const char *path)
{
	char row[LINE];
	int line = 0;
	FILE *file;

	manifest = path;
	root = folder_of(path);
	file = open_input(manifest, "the manifest");
	while (next_line(file, manifest, row, &line))
		read_row(row, line);
	fclose(file);
	for (int i = 0; i < all_layers_count; i++)
		check_stanza(&all_layers[i]);
}
