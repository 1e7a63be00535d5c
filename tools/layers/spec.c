/* Reading a deep spec, X.h: the prototypes of the primitives and what their formulas speak of.
 *
 * This is no parser of C.  A prototype stands on a line of its own, from the first column on; a
 * formula is a macro NAME_PRE, NAME_ASSIGNS or NAME_POST behind the prototype of NAME, or
 * LAYER_INVARIANT, LAYER_VIEW, LAYER_RUNS or LAYER_LIVES.  A prototype that is written otherwise is
 * refused as not there.  What a formula says through a macro of another name is not seen, unless it
 * is of the registers. */
#include "stack.h"

#include <ctype.h>
#include <string.h>

/* Takes "TYPE NAME(PARAMETERS);" apart; false if a line is not like that. */
static bool split_prototype(char *line, char **type, char **name, char **parameters)
{
	char *open = strchr(line, '(');
	char *close = strstr(line, ");");

	if (!isalpha((unsigned char)line[0]) || open == NULL || close == NULL || close < open)
		return false;
	*type = line;
	*name = line + strcspn(line, " ");
	if (*name > open)
		return false;
	*(*name)++ = '\0';
	*open = *close = '\0';
	*parameters = open + 1;
	return is_name(*name) && strcmp(*type, "extern") != 0 && strcmp(*type, "static") != 0;
}

static void split_parameters(struct primitive *p, const char *path, int line)
{
	char *rest = copy(p->parameters);

	if (strcmp(rest, "void") == 0)
		return;
	for (char *type = strtok(rest, ","); type != NULL; type = strtok(NULL, ",")) {
		char *name;

		type += strspn(type, " ");
		name = strchr(type, ' ');
		if (name != NULL)
			*name++ = '\0';
		if (name == NULL || !is_name(type) || !is_name(name))
			fail(path, line, "%s: a parameter is a type and a name, never a pointer",
			     p->name);
		if (p->arguments == ARGUMENTS)
			fail(path, line, "%s: at most %d parameters", p->name, ARGUMENTS);
		p->argument_type[p->arguments] = type;
		p->argument_name[p->arguments++] = name;
	}
}

static struct primitive *find_own(struct layer *layer, const char *name)
{
	for (int i = 0; i < layer->primitives; i++)
		if (strcmp(layer->primitive[i].name, name) == 0)
			return &layer->primitive[i];
	return NULL;
}

/* spec_NAME is the executable spec of NAME: it may be declared here, but is no primitive. */
static void read_prototype(struct layer *layer, char *row, const char *path, int line)
{
	struct primitive *p = &layer->primitive[layer->primitives];
	char *type;
	char *name;
	char *parameters;

	if (!split_prototype(row, &type, &name, &parameters) || strncmp(name, "spec_", 5) == 0)
		return;
	if (!has(&layer->adds, name))
		fail(path, line, "%s is not among what %s adds in %s; add it there or remove it",
		     name, layer->name, manifest);
	if (find_own(layer, name) != NULL)
		fail(path, line, "%s is declared twice; remove one", name);
	if (layer->primitives == NAMES)
		fail(path, line, "more than %d primitives", NAMES);
	layer->primitives++;
	p->name = copy(name);
	p->type = copy(type);
	p->parameters = copy(parameters);
	p->returns = strcmp(p->type, "void") != 0;
	p->steps = has(&layer->steps, name);
	p->layer = layer;
	for (int mode = RING3; mode < MODES; mode++)
		if (has(&layer->instructions[mode], p->name))
			p->mode = (enum mode)mode;
	split_parameters(p, path, line);
}

/* Does the macro say what a thread finds when its call returns, or which threads there are? */
static bool is_view(struct layer *layer, const char *name)
{
	bool *has = strcmp(name, text("%s_VIEW", layer->name)) == 0 ? &layer->has_view
	            : strcmp(name, text("%s_RUNS", layer->name)) == 0 ? &layer->has_runs
	            : strcmp(name, text("%s_LIVES", layer->name)) == 0 ? &layer->has_lives : NULL;

	if (has != NULL)
		*has = true;
	return has != NULL;
}

/* Where to note what a macro's lines speak of: with palloc for "#define palloc_POST() ...", with
 * the layer for its invariant and what it narrows; NULL if the line starts no formula. */
static struct mentions *mentions_of(struct layer *layer, const char *row)
{
	static const char *const formula[] = {"_PRE", "_ASSIGNS", "_POST"};
	char name[LINE];

	if (sscanf(row, "#define %[A-Za-z0-9_]", name) != 1)
		return NULL;
	if (strcmp(name, text("%s_INVARIANT", layer->name)) == 0)
		return &layer->invariant;
	if (is_view(layer, name))
		return &layer->view;
	for (int i = 0; i < layer->narrows.count; i++)
		if (strcmp(name, text("%s_%s_PRE", layer->name, layer->narrows.name[i])) == 0) {
			layer->narrowed[i] = true;
			return &layer->narrowing[i];
		}
	for (int i = 0; i < LENGTH(formula); i++) {
		size_t length = strlen(name);
		size_t tail = strlen(formula[i]);
		struct primitive *p;

		if (length <= tail || strcmp(name + length - tail, formula[i]) != 0)
			continue;
		name[length - tail] = '\0';
		p = find_own(layer, name);
		return p != NULL ? &p->mentions : NULL;
	}
	return NULL;
}

/* Is a layer's state named, as in "MAT.frame"?  Not in "PMAT.frame" and "MAT_POST". */
static bool names_state(const char *formula, const char *layer)
{
	size_t length = strlen(layer);
	const char *at = formula;

	while ((at = strstr(at, layer)) != NULL) {
		if (at[length] == '.' && (at == formula || !in_name(at[-1])))
			return true;
		at += length;
	}
	return false;
}

/* What stands for the registers of the processor: Machine.cpu, and every macro of the deep specs
 * read so far that is defined by such a word. */
static struct names register_words = {{"Machine.cpu"}, 1};

static bool holds(const char *row, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = row; (at = strstr(at, word)) != NULL; at += length)
		if ((at == row || !in_name(at[-1])) && !in_name(at[length]))
			return true;
	return false;
}

static bool speaks_of_registers(const char *row)
{
	for (int i = 0; i < register_words.count; i++)
		if (holds(row, register_words.name[i]))
			return true;
	return false;
}

static void note_mentions(struct mentions *mentions, const char *row)
{
	for (int i = 0; i < all_layers_count; i++) {
		const char *name = all_layers[i].name;

		if (names_state(row, name) && !has(&mentions->layers, name))
			add(&mentions->layers, name, manifest, all_layers[i].line);
	}
	if (speaks_of_registers(row))
		mentions->registers = true;
}

static bool goes_on(const char *row)
{
	size_t length = strcspn(row, "\r\n");

	return length > 0 && row[length - 1] == '\\';
}

/* A member of the state: "	u8 frame[NFRAMES]; ..." */
static void read_field(struct layer *layer, const char *row, const char *path, int line)
{
	size_t end = strcspn(row, "[;");
	size_t start = end;
	char *name;

	if (row[0] != '\t' || row[end] == '\0')
		return;
	while (start > 0 && in_name(row[start - 1]))
		start--;
	name = copy(row + start);
	name[end - start] = '\0';
	if (!is_name(name))
		return;
	add(&layer->field, name, path, line);
	if (row[end] == '[')
		add(&layer->array, name, path, line);
}

/* Adds the file's macros to register_words.  Returns whether there was one to add: then go over it
 * once more, as a macro may be defined by another that comes later. */
static bool learn_words(const char *path, FILE *file)
{
	char macro[LINE];
	char row[LINE];
	bool continued = false;
	bool learnt = false;
	int line = 0;

	while (next_line(file, path, row, &line)) {
		if (!continued && sscanf(row, "#define %[A-Za-z0-9_]", macro) != 1)
			macro[0] = '\0';
		continued = goes_on(row);
		if (macro[0] == '\0' || has(&register_words, macro) || !speaks_of_registers(row))
			continue;
		add(&register_words, macro, path, line);
		learnt = true;
	}
	rewind(file);
	return learnt;
}

void read_spec(struct layer *layer)
{
	const char *path = text("%s/%s/%s.h", root, layer->room, layer->name);
	const char *state = text("struct %s_state {", layer->name);
	FILE *file = open_input(path, text("the deep spec of %s", layer->name));
	struct mentions *formula = NULL; /* that the line is part of */
	bool continued = false;
	bool in_macro = false;
	bool in_state = false;
	char row[LINE];
	int line = 0;

	while (learn_words(path, file))
		continue;
	while (next_line(file, path, row, &line)) {
		if (strncmp(row, state, strlen(state)) == 0)
			layer->state = in_state = true;
		else if (row[0] == '}')
			in_state = false;
		else if (in_state)
			read_field(layer, row, path, line);
		if (!continued) {
			formula = mentions_of(layer, row);
			in_macro = strncmp(row, "#define", strlen("#define")) == 0;
		}
		continued = goes_on(row);
		layer->names = layer->names || strstr(row, "NAMED(") != NULL;
		if (in_macro)
			note_mentions(&layer->any, row);
		if (formula != NULL)
			note_mentions(formula, row);
		else
			read_prototype(layer, row, path, line);
	}
	fclose(file);
	for (int i = 0; i < layer->adds.count; i++)
		if (find_own(layer, layer->adds.name[i]) == NULL)
			fail(path, 0, "no prototype of %s, which %s adds in %s",
			     layer->adds.name[i], layer->name, manifest);
}
