/* layers: reads the manifest kernel/stack and the deep specs it names, refuses what does not
 * compose, and writes what the build, the kernel and the grader need to know of a stack.
 *
 *   layers MANIFEST generate STACK DIR   headers, lists and spec tables of the stack into DIR
 *   layers MANIFEST table STACK [BELOW]  C: the kernel's table of layers (those below BELOW only)
 *   layers MANIFEST wrapper STACK LAYER  C: the layer's module inside the checker
 *   layers MANIFEST lockstep STACK       C: wrappers that step the specs beside the modules
 *   layers MANIFEST derivation STACK     text: which module implements which layer over which
 *   layers MANIFEST dot STACK            Graphviz: the stack as a picture
 *   layers MANIFEST stacks               the names of the stacks
 *   layers MANIFEST contracts STACK LAYER spec|module [VARIANT]
 *                                        C and ACSL: all there is to prove of the layer's
 *                                        executable spec or of its module
 */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LAYERS = 64, NAMES = 64, ARGUMENTS = 6, STACKS = 16, LINE = 512 };

struct names {
	char *name[NAMES];
	int count;
};

struct primitive {
	char *name;
	char *type;
	char *parameters; /* as written, without the parentheses */
	int arguments;
	char *argument_type[ARGUMENTS];
	char *argument_name[ARGUMENTS];
	struct names mentions; /* layers whose state its formulas name */
	bool moves;            /* it changes the processor's registers: control goes elsewhere */
};

struct layer {
	char *name, *room, *lab, *purpose, *learns, *init;
	struct names adds, hides, restates;
	bool ground, owns, assembly;
	struct names variants; /* "tree" or "tree owns" */
	struct primitive primitive[NAMES];
	int primitives;
	bool state; /* has struct NAME_state */
	struct primitive invariant; /* only what NAME_INVARIANT mentions */
	int line;   /* of its stanza in the manifest */
};

struct stack {
	char *name;
	struct names layers;
	int line;
};

static const char *manifest;
static char root[LINE]; /* the folder of the manifest: rooms are below it */
static struct layer all[LAYERS];
static int layers;
static struct stack stack[STACKS];
static int stacks;

static struct layer *in[LAYERS]; /* the layers of the chosen stack, bottom to top */
static int height;

static void fail(const char *file, int line, const char *format, ...)
	__attribute__((format(printf, 3, 4), noreturn));

static void fail(const char *file, int line, const char *format, ...)
{
	va_list list;

	if (line > 0)
		fprintf(stderr, "%s:%d: ", file, line);
	else
		fprintf(stderr, "%s: ", file);
	va_start(list, format);
	vfprintf(stderr, format, list);
	va_end(list);
	fputc('\n', stderr);
	exit(2);
}

static char *copy(const char *text)
{
	char *result = strdup(text);

	if (result == NULL)
		fail("layers", 0, "out of memory");
	return result;
}

static bool has(const struct names *names, const char *name)
{
	for (int i = 0; i < names->count; i++)
		if (strcmp(names->name[i], name) == 0)
			return true;
	return false;
}

static void add(struct names *names, const char *name, int line)
{
	if (names->count == NAMES)
		fail(manifest, line, "more than %d names in a row; split it", NAMES);
	names->name[names->count++] = copy(name);
}

static struct layer *find_layer(const char *name)
{
	for (int i = 0; i < layers; i++)
		if (strcmp(all[i].name, name) == 0)
			return &all[i];
	return NULL;
}

/* ---- the manifest ------------------------------------------------------------------------- */

static void words(struct names *names, char *text, int line)
{
	for (char *word = strtok(text, " \t"); word != NULL; word = strtok(NULL, " \t"))
		add(names, word, line);
}

static bool yes_or_no(const char *text, const char *key, int line)
{
	if (strcmp(text, "yes") != 0 && strcmp(text, "no") != 0)
		fail(manifest, line, "%s is yes or no, not \"%s\"", key, text);
	return text[0] == 'y';
}

static void start_layer(const char *name, bool ground, int line)
{
	if (find_layer(name) != NULL)
		fail(manifest, line, "layer %s is there twice; remove one", name);
	if (layers == LAYERS)
		fail(manifest, line, "more than %d layers", LAYERS);
	all[layers].name = copy(name);
	all[layers].ground = ground;
	all[layers].line = line;
	layers++;
}

static void start_stack(char *text, int line)
{
	if (stacks == STACKS)
		fail(manifest, line, "more than %d stacks", STACKS);
	stack[stacks].line = line;
	words(&stack[stacks].layers, text, line);
	if (stack[stacks].layers.count < 3)
		fail(manifest, line, "a stack is a name, a ground and at least one layer");
	stack[stacks].name = stack[stacks].layers.name[0];
	stacks++;
}

static void attribute(struct layer *layer, const char *key, char *value, int line)
{
	static const char known[] =
		"room, lab, purpose, learns, adds, hides, restates, init, owns, assembly, variant";

	if (strcmp(key, "room") == 0)
		layer->room = copy(value);
	else if (strcmp(key, "lab") == 0)
		layer->lab = copy(value);
	else if (strcmp(key, "purpose") == 0)
		layer->purpose = copy(value);
	else if (strcmp(key, "learns") == 0)
		layer->learns = copy(value);
	else if (strcmp(key, "init") == 0)
		layer->init = copy(value);
	else if (strcmp(key, "adds") == 0)
		words(&layer->adds, value, line);
	else if (strcmp(key, "hides") == 0)
		words(&layer->hides, value, line);
	else if (strcmp(key, "restates") == 0)
		words(&layer->restates, value, line);
	else if (strcmp(key, "owns") == 0)
		layer->owns = yes_or_no(value, key, line);
	else if (strcmp(key, "assembly") == 0)
		layer->assembly = yes_or_no(value, key, line);
	else if (strcmp(key, "variant") == 0)
		add(&layer->variants, value, line);
	else
		fail(manifest, line, "unknown word \"%s\"; a layer has: %s", key, known);
}

static void read_row(char *text, int line)
{
	char *end = text + strlen(text);
	char *key;
	char *value;

	while (end > text && isspace((unsigned char)end[-1]))
		*--end = '\0';
	key = text + strspn(text, " \t");
	if (*key == '\0' || *key == '#')
		return;
	value = key + strcspn(key, " \t");
	if (*value != '\0')
		*value++ = '\0';
	value += strspn(value, " \t");
	if (*value == '\0')
		fail(manifest, line, "\"%s\" needs something behind it", key);
	if (strcmp(key, "layer") == 0 || strcmp(key, "ground") == 0)
		start_layer(value, key[0] == 'g', line);
	else if (strcmp(key, "stack") == 0)
		start_stack(value, line);
	else if (layers == 0)
		fail(manifest, line, "\"%s\" before the first layer", key);
	else
		attribute(&all[layers - 1], key, value, line);
}

static void read_manifest(void)
{
	FILE *file = fopen(manifest, "r");
	char text[LINE];
	int line = 0;

	if (file == NULL)
		fail(manifest, 0, "cannot read the manifest: %s", strerror(errno));
	while (fgets(text, sizeof text, file) != NULL) {
		if (strchr(text, '\n') == NULL && !feof(file))
			fail(manifest, line + 1, "row longer than %d characters", LINE - 2);
		read_row(text, ++line);
	}
	fclose(file);
	for (int i = 0; i < layers; i++) {
		const struct layer *l = &all[i];

		if (l->room == NULL || l->lab == NULL || l->purpose == NULL || l->learns == NULL)
			fail(manifest, l->line, "layer %s lacks a room, lab, purpose or learns",
			     l->name);
	}
}

/* ---- a deep spec -------------------------------------------------------------------------- */

static bool is_name(int c)
{
	return isalnum(c) || c == '_';
}

/* A prototype on a line of its own: "TYPE NAME(PARAMETERS);" from the first column on. */
static bool split_prototype(char *text, char **type, char **name, char **parameters)
{
	char *open = strchr(text, '(');
	char *close = strstr(text, ");");

	if (!isalpha((unsigned char)text[0]) || open == NULL || close == NULL || close < open)
		return false;
	*type = text;
	*name = text + strcspn(text, " ");
	if (*name > open)
		return false;
	*(*name)++ = '\0';
	*open = *close = '\0';
	*parameters = open + 1;
	for (const char *c = *name; *c != '\0'; c++)
		if (!is_name((unsigned char)*c))
			return false;
	return strcmp(*type, "extern") != 0 && strcmp(*type, "static") != 0;
}

static void split_parameters(struct primitive *p, const char *file, int line)
{
	char *text = copy(p->parameters);

	if (strcmp(text, "void") == 0)
		return;
	for (char *one = strtok(text, ","); one != NULL; one = strtok(NULL, ",")) {
		char *name;

		one += strspn(one, " ");
		name = strchr(one, ' ');
		if (name == NULL || strchr(one, '*') != NULL)
			fail(file, line, "%s: a parameter is a type and a name, never a pointer",
			     p->name);
		if (p->arguments == ARGUMENTS)
			fail(file, line, "%s: at most %d parameters", p->name, ARGUMENTS);
		*name++ = '\0';
		p->argument_type[p->arguments] = one;
		p->argument_name[p->arguments++] = name;
	}
}

/* Note which layers' state a line of a formula names, as in "MAT.frame". */
static void note_mentions(struct names *mentions, const char *text)
{
	for (int i = 0; i < layers; i++) {
		size_t length = strlen(all[i].name);
		const char *at = text;

		while ((at = strstr(at, all[i].name)) != NULL) {
			bool whole = at == text || !is_name((unsigned char)at[-1]);

			if (whole && at[length] == '.' && !has(mentions, all[i].name))
				add(mentions, all[i].name, 0);
			at += length;
		}
	}
}

static struct primitive *find_own(struct layer *layer, const char *name)
{
	for (int i = 0; i < layer->primitives; i++)
		if (strcmp(layer->primitive[i].name, name) == 0)
			return &layer->primitive[i];
	return NULL;
}

/* In "#define palloc_POST() ..." the primitive is palloc. */
static struct primitive *formula_of(struct layer *layer, const char *text)
{
	static const char *const part[] = {"_PRE", "_ASSIGNS", "_POST"};
	char name[LINE];

	if (sscanf(text, "#define %[A-Za-z0-9_]", name) != 1)
		return NULL;
	if (strncmp(name, layer->name, strlen(layer->name)) == 0 &&
	    strcmp(name + strlen(layer->name), "_INVARIANT") == 0)
		return &layer->invariant;
	for (int i = 0; i < 3; i++) {
		size_t length = strlen(name);
		size_t tail = strlen(part[i]);

		if (length > tail && strcmp(name + length - tail, part[i]) == 0) {
			name[length - tail] = '\0';
			return find_own(layer, name);
		}
	}
	return NULL;
}

static void add_primitive(struct layer *layer, char *text, const char *file, int line)
{
	struct primitive *p = &layer->primitive[layer->primitives];
	char *type;
	char *name;
	char *parameters;

	if (!split_prototype(text, &type, &name, &parameters) || strncmp(name, "spec_", 5) == 0)
		return;
	if (!has(&layer->adds, name))
		fail(file, line, "%s is not among what %s adds in %s; add it there or remove it",
		     name, layer->name, manifest);
	if (layer->primitives == NAMES)
		fail(file, line, "more than %d primitives", NAMES);
	p->type = copy(type);
	p->name = copy(name);
	p->parameters = copy(parameters);
	split_parameters(p, file, line);
	layer->primitives++;
}

static void read_spec(struct layer *layer)
{
	char path[2 * LINE];
	char text[LINE];
	char state[LINE];
	struct primitive *formula = NULL;
	bool continued = false;
	FILE *file;
	int line = 0;

	snprintf(path, sizeof path, "%s/%s/%s.h", root, layer->room, layer->name);
	snprintf(state, sizeof state, "struct %s_state {", layer->name);
	file = fopen(path, "r");
	if (file == NULL)
		fail(path, 0, "cannot read the deep spec of %s: %s", layer->name, strerror(errno));
	while (fgets(text, sizeof text, file) != NULL) {
		line++;
		if (strncmp(text, state, strlen(state)) == 0)
			layer->state = true;
		if (!continued)
			formula = formula_of(layer, text);
		continued = strlen(text) > 1 && text[strlen(text) - 2] == '\\';
		if (formula != NULL) {
			note_mentions(&formula->mentions, text);
			formula->moves |= strstr(text, "Machine.cpu") != NULL;
		} else
			add_primitive(layer, text, path, line);
	}
	fclose(file);
	for (int i = 0; i < layer->adds.count; i++)
		if (find_own(layer, layer->adds.name[i]) == NULL)
			fail(path, 0, "no prototype of %s, which %s adds in %s",
			     layer->adds.name[i], layer->name, manifest);
}

/* ---- composition -------------------------------------------------------------------------- */

static int level_of(const char *name)
{
	for (int i = 0; i < height; i++)
		if (strcmp(in[i]->name, name) == 0)
			return i;
	return -1;
}

static bool hidden_by(int level, const char *name)
{
	return level >= 0 && has(&in[level]->hides, name);
}

/* Is a primitive that the layer at level `from` adds still visible at level `at`? */
static bool visible(int from, const char *name, int at)
{
	if (from > at)
		return false;
	for (int i = from + 1; i <= at; i++)
		if (hidden_by(i, name))
			return false;
	return true;
}

static int adder_of(const char *name)
{
	for (int i = 0; i < height; i++)
		if (has(&in[i]->adds, name))
			return i;
	return -1;
}

/* Is the state of the layer at level `from` still part of the abstract state at level `at`? */
static bool live(int from, int at)
{
	for (int i = from + 1; i <= at; i++)
		if (has(&in[i]->restates, in[from]->name))
			return false;
	return in[from]->state && from <= at;
}

/* Does the invariant of the layer at level `from` still speak of the state at level `at`? */
static bool invariant_lives(int from, int at)
{
	const struct names *mentions = &in[from]->invariant.mentions;

	for (int i = 0; i < mentions->count; i++)
		if (level_of(mentions->name[i]) < 0 || !live(level_of(mentions->name[i]), at))
			return false;
	return from <= at;
}

static void check_level(int level)
{
	const struct layer *l = in[level];

	for (int i = 0; i < l->adds.count; i++)
		if (adder_of(l->adds.name[i]) != level)
			fail(manifest, l->line, "%s adds %s, which %s below adds already", l->name,
			     l->adds.name[i], in[adder_of(l->adds.name[i])]->name);
	for (int i = 0; i < l->hides.count; i++) {
		int from = adder_of(l->hides.name[i]);

		if (from < 0 || from >= level || !visible(from, l->hides.name[i], level - 1))
			fail(manifest, l->line,
			     "%s hides %s, which is not visible at its underlay %s; take it out",
			     l->name, l->hides.name[i], level > 0 ? in[level - 1]->name : "(none)");
	}
	for (int i = 0; i < l->restates.count; i++) {
		int from = level_of(l->restates.name[i]);

		if (from < 0 || from >= level || !live(from, level - 1))
			fail(manifest, l->line, "%s restates %s, whose state is not there below it",
			     l->name, l->restates.name[i]);
	}
	for (int from = 0; from <= level; from++) {
		for (int i = 0; i < in[from]->primitives; i++) {
			const struct primitive *p = &in[from]->primitive[i];

			for (int m = 0; visible(from, p->name, level) && m < p->mentions.count; m++) {
				int of = level_of(p->mentions.name[m]);

				if (of >= 0 && of < level && !live(of, level))
					fail(manifest, l->line,
					     "%s restates %s but leaves %s visible, which speaks of it; "
					     "hide %s", l->name, in[of]->name, p->name, p->name);
			}
		}
	}
}

static void choose(const char *name)
{
	for (int s = 0; s < stacks; s++) {
		if (strcmp(stack[s].name, name) != 0)
			continue;
		height = stack[s].layers.count - 1;
		for (int i = 0; i < height; i++) {
			in[i] = find_layer(stack[s].layers.name[i + 1]);
			if (in[i] == NULL)
				fail(manifest, stack[s].line, "stack %s names an unknown layer, %s",
				     name, stack[s].layers.name[i + 1]);
			if (in[i]->ground != (i == 0))
				fail(manifest, stack[s].line,
				     "stack %s: a ground stands first, and only there; %s does not fit",
				     name, in[i]->name);
			for (int k = 0; k < i; k++)
				if (in[k] == in[i])
					fail(manifest, stack[s].line, "stack %s has %s twice", name,
					     in[i]->name);
		}
		for (int i = 0; i < height; i++)
			read_spec(in[i]);
		for (int i = 0; i < height; i++)
			check_level(i);
		return;
	}
	fprintf(stderr, "%s: no stack \"%s\"; there is:", manifest, name);
	for (int s = 0; s < stacks; s++)
		fprintf(stderr, " %s", stack[s].name);
	fputc('\n', stderr);
	exit(2);
}

/* ---- output ------------------------------------------------------------------------------- */

static FILE *create(const char *directory, const char *layer, const char *name)
{
	char path[2 * LINE];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", directory, layer);
	if (mkdir(path, 0777) != 0 && errno != EEXIST)
		fail(path, 0, "cannot create: %s", strerror(errno));
	snprintf(path, sizeof path, "%s/%s/%s", directory, layer, name);
	file = fopen(path, "w");
	if (file == NULL)
		fail(path, 0, "cannot write: %s", strerror(errno));
	return file;
}

static void prototype(FILE *out, const struct primitive *p, const char *prefix)
{
	fprintf(out, "%s %s%s(%s);\n", p->type, prefix, p->name, p->parameters);
}

/* The primitives visible at level, a group a layer; the two kinds of lists want only names. */
static void visible_prototypes(FILE *out, int level)
{
	for (int from = 0; from <= level; from++) {
		bool first = true;

		for (int i = 0; i < in[from]->primitives; i++) {
			const struct primitive *p = &in[from]->primitive[i];

			if (!visible(from, p->name, level))
				continue;
			if (first)
				fprintf(out, "\n/* from %s */\n", in[from]->name);
			first = false;
			prototype(out, p, "");
		}
	}
}

static void write_underlay(const char *directory, int level)
{
	const struct layer *l = in[level];
	FILE *out = create(directory, l->name, "underlay.h");

	fprintf(out, "/* Generated from %s: all that the module of %s may use. */\n"
	             "#ifndef UNDERLAY_H\n#define UNDERLAY_H\n"
	             "#include <types.h>\n#include <limits.h>\n\n"
	             "/* A step of the proof: no code. */\n#define SPEC(step) ((void)0)\n",
	        manifest, l->name);
	visible_prototypes(out, level - 1);
	fprintf(out, "\n/* what %s itself adds */\n", l->name);
	for (int i = 0; i < l->primitives; i++)
		prototype(out, &l->primitive[i], "");
	fprintf(out, "\n#endif\n");
	fclose(out);
}

static void write_lists(const char *directory, int level)
{
	const struct layer *l = in[level];
	FILE *out = create(directory, l->name, "allowed");

	for (int from = 0; from < level; from++)
		for (int i = 0; i < in[from]->adds.count; i++)
			if (visible(from, in[from]->adds.name[i], level - 1))
				fprintf(out, "%s %s\n", in[from]->adds.name[i], in[from]->name);
	fclose(out);
	out = create(directory, l->name, "exports");
	for (int i = 0; i < l->adds.count; i++)
		fprintf(out, "%s\n", l->adds.name[i]);
	fclose(out);
	out = create(directory, l->name, "owns");
	fprintf(out, "%s\n", l->owns ? "yes" : "no");
	fclose(out);
	for (int i = 0; i < l->variants.count; i++) {
		char file[LINE];
		char variant[LINE] = "";
		char owns[LINE] = "";

		sscanf(l->variants.name[i], "%s %s", variant, owns);
		snprintf(file, sizeof file, "owns.%s", variant);
		out = create(directory, l->name, file);
		fprintf(out, "%s\n", strcmp(owns, "owns") == 0 ? "yes" : "no");
		fclose(out);
	}
	out = create(directory, l->name, "assembly");
	fprintf(out, "%s\n", l->assembly ? "yes" : "no");
	fclose(out);
}

static void write_symbols(const char *directory)
{
	FILE *out = create(directory, ".", "symbols");

	for (int from = 0; from < height; from++) {
		for (int i = 0; i < in[from]->adds.count; i++) {
			fprintf(out, "%s %s", in[from]->adds.name[i], in[from]->name);
			for (int at = from + 1; at < height; at++)
				if (hidden_by(at, in[from]->adds.name[i]))
					fprintf(out, " %s", in[at]->name);
			fprintf(out, "\n");
		}
	}
	fclose(out);
}

static void write_makefile(const char *directory)
{
	FILE *out = create(directory, ".", "layers.mk");

	fprintf(out, "# Generated from %s.\nLAYERS :=", manifest);
	for (int i = 1; i < height; i++)
		fprintf(out, " %s", in[i]->name);
	fprintf(out, "\nGROUND := %s\n", in[0]->name);
	for (int i = 0; i < height; i++) {
		fprintf(out, "room.%s := kernel/%s\nlab.%s := %s\n", in[i]->name, in[i]->room,
		        in[i]->name, in[i]->lab);
		fprintf(out, "underlay.%s := %s\nassembly.%s := %s\n", in[i]->name,
		        i > 0 ? in[i - 1]->name : "", in[i]->name, in[i]->assembly ? "yes" : "");
		fprintf(out, "variants.%s :=", in[i]->name);
		for (int v = 0; v < in[i]->variants.count; v++) {
			char *name = copy(in[i]->variants.name[v]);

			fprintf(out, " %s", strtok(name, " "));
			free(name);
		}
		fprintf(out, "\n");
	}
	fclose(out);
}

/* ---- the specs as data: world.h and specs.c ------------------------------------------------- */

static void write_world(const char *directory)
{
	FILE *out = create(directory, ".", "world.h");

	fprintf(out, "/* Generated from %s: the abstract state of every layer. */\n"
	             "#ifndef WORLD_H\n#define WORLD_H\n", manifest);
	for (int i = 0; i < height; i++)
		fprintf(out, "#include <%s.h>\n", in[i]->name);
	fprintf(out, "\nstruct world {\n");
	for (int i = 0; i < height; i++)
		if (in[i]->state)
			fprintf(out, "\tstruct %s_state %s;\n", in[i]->name, in[i]->name);
	fprintf(out, "};\n\nextern struct world *abs_, *abs_old_;\n\n");
	for (int i = 0; i < height; i++)
		if (in[i]->state)
			fprintf(out, "#define %s (abs_->%s)\n", in[i]->name, in[i]->name);
	fprintf(out, "\n");
	for (int i = 0; i < height; i++)
		for (int k = 0; k < in[i]->primitives; k++)
			prototype(out, &in[i]->primitive[k], "spec_");
	fprintf(out, "\n#endif\n");
	fclose(out);
}

static void write_arguments(FILE *out, const struct primitive *p)
{
	fprintf(out, "\t(void)argument;\n");
	for (int i = 0; i < p->arguments; i++)
		fprintf(out, "\tconst %s %s = argument[%d];\n\t(void)%s;\n", p->argument_type[i],
		        p->argument_name[i], i, p->argument_name[i]);
}

static void write_actual(FILE *out, const struct primitive *p)
{
	for (int i = 0; i < p->arguments; i++)
		fprintf(out, "%s%s", i > 0 ? ", " : "", p->argument_name[i]);
}

static void write_functions(FILE *out, const struct primitive *p)
{
	bool returns = strcmp(p->type, "void") != 0;

	fprintf(out, "\nstatic bool pre_%s(const u32 *argument)\n{\n", p->name);
	write_arguments(out, p);
	fprintf(out, "\treturn %s_PRE(", p->name);
	write_actual(out, p);
	fprintf(out, ");\n}\n\nstatic u32 step_%s(const u32 *argument)\n{\n", p->name);
	write_arguments(out, p);
	fprintf(out, "\t%sspec_%s(", returns ? "return " : "", p->name);
	write_actual(out, p);
	fprintf(out, ");\n%s}\n", returns ? "" : "\treturn 0;\n");
	fprintf(out, "\nstatic bool post_%s(const u32 *argument, u32 RESULT)\n{\n\t(void)RESULT;\n",
	        p->name);
	write_arguments(out, p);
	fprintf(out, "\treturn %s_POST(", p->name);
	write_actual(out, p);
	fprintf(out, ");\n}\n\nstatic unsigned assigns_%s(const u32 *argument, struct region *out)\n{\n",
	        p->name);
	write_arguments(out, p);
	fprintf(out, "\tconst struct region region[] = {%s_ASSIGNS(", p->name);
	write_actual(out, p);
	fprintf(out, ")};\n\n\treturn list(out, region, sizeof region / sizeof region[0]);\n}\n");
}

static void write_string(FILE *out, const char *text)
{
	fputc('"', out);
	for (; *text != '\0'; text++)
		fprintf(out, *text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
	fputc('"', out);
}

static void write_visible(FILE *out)
{
	for (int at = 0; at < height; at++) {
		int number = 0;

		fprintf(out, "static const u16 visible_%s[] = {", in[at]->name);
		for (int from = 0; from < height; from++)
			for (int i = 0; i < in[from]->primitives; i++, number++)
				if (visible(from, in[from]->primitive[i].name, at))
					fprintf(out, "%d, ", number);
		fprintf(out, "};\n");
	}
}

static void write_spec_row(FILE *out, const struct layer *l, const struct primitive *p)
{
	fprintf(out, "\t{\"%s\", \"%s\", %d, {", p->name, l->name, p->arguments);
	for (int i = 0; i < p->arguments; i++)
		fprintf(out, "\"%s\", ", p->argument_name[i]);
	fprintf(out, "NULL}, {");
	for (int i = 0; i < p->arguments; i++)
		fprintf(out, "\"%s\", ", p->argument_type[i]);
	fprintf(out, "NULL}, %s, pre_%s, step_%s, post_%s, assigns_%s},\n",
	        strcmp(p->type, "void") != 0 ? "true" : "false", p->name, p->name, p->name,
	        p->name);
}

static void write_layer_row(FILE *out, int level)
{
	const struct layer *l = in[level];

	fprintf(out, "\t{\"%s\", \"%s\", ", l->name, l->lab);
	write_string(out, l->purpose);
	fprintf(out, ", %d, visible_%s, sizeof visible_%s / sizeof(u16), ", level - 1, l->name,
	        l->name);
	if (l->state)
		fprintf(out, "{offsetof(struct world, %s), sizeof(struct %s_state), 1}", l->name,
		        l->name);
	else
		fprintf(out, "{0, 0, 0}");
	fprintf(out, ", invariant_%s, invariants_%s, live_%s, %s, %s},\n", l->name, l->name, l->name,
	        l->assembly ? "true" : "false", l->ground ? "true" : "false");
}

static void write_invariants(FILE *out)
{
	for (int i = 0; i < height; i++) {
		fprintf(out, "\n#ifndef %s_INVARIANT\n#define %s_INVARIANT (1)\n#endif\n"
		             "static bool invariant_%s(void)\n{\n\treturn %s_INVARIANT;\n}\n",
		        in[i]->name, in[i]->name, in[i]->name, in[i]->name);
		fprintf(out, "static const int invariants_%s[] = {", in[i]->name);
		for (int k = 0; k <= i; k++)
			if (invariant_lives(k, i))
				fprintf(out, "%d, ", k);
		fprintf(out, "-1};\nstatic const int live_%s[] = {", in[i]->name);
		for (int k = 0; k <= i; k++)
			if (live(k, i))
				fprintf(out, "%d, ", k);
		fprintf(out, "-1};\n");
	}
}

static void write_specs(const char *directory, const char *name)
{
	FILE *out = create(directory, ".", "specs.c");

	fprintf(out, "/* Generated from %s: the deep specifications as data. */\n"
	             "#include \"grade/spec.h\"\n#include \"world.h\"\n\n"
	             "struct world *abs_, *abs_old_;\nconst size_t world_size = sizeof(struct world);\n"
	             "\nstatic unsigned list(struct region *out, const struct region *in, size_t n)\n"
	             "{\n\tunsigned count = 0;\n\n\tfor (size_t i = 0; i < n; i++)\n"
	             "\t\tif (in[i].size > 0)\n\t\t\tout[count++] = in[i];\n\treturn count;\n}\n",
	        manifest);
	for (int i = 0; i < height; i++)
		for (int k = 0; k < in[i]->primitives; k++)
			write_functions(out, &in[i]->primitive[k]);
	write_invariants(out);
	fprintf(out, "\nconst struct primitive_spec primitive_specs[] = {\n");
	for (int i = 0; i < height; i++)
		for (int k = 0; k < in[i]->primitives; k++)
			write_spec_row(out, in[i], &in[i]->primitive[k]);
	fprintf(out, "};\nconst unsigned primitive_spec_count = sizeof primitive_specs /\n"
	             "\tsizeof primitive_specs[0];\n\n");
	/* From here on MAT is a member again, not a formula's word. */
	for (int i = 0; i < height; i++)
		if (in[i]->state)
			fprintf(out, "#undef %s\n", in[i]->name);
	write_visible(out);
	fprintf(out, "\nconst struct layer_spec layer_specs[] = {\n");
	for (int i = 0; i < height; i++)
		write_layer_row(out, i);
	fprintf(out, "};\nconst unsigned layer_spec_count = %d;\nconst char spec_stack_name[] = \"%s\";\n",
	        height, name);
	fclose(out);
}

/* ---- the kernel's table ---------------------------------------------------------------------- */

static const char *init_at(int level)
{
	for (int i = level; i >= 0; i--)
		if (in[i]->init != NULL)
			return in[i]->init;
	return NULL;
}

static void write_table(const char *name, const char *below)
{
	FILE *out = stdout;
	const char *init;

	if (below != NULL) {
		if (level_of(below) < 1)
			fail(manifest, 0, "stack %s has no layer %s", name, below);
		height = level_of(below);
	}
	init = init_at(height - 1);
	fprintf(out, "/* Generated from %s. */\n#include <layers.h>\n\n", manifest);
	for (int i = 0; i < height; i++)
		for (int k = 0; k < in[i]->primitives; k++)
			prototype(out, &in[i]->primitive[k], "");
	fprintf(out, "\nconst char stack_name[] = \"%s\";\n\nconst struct primitive "
	             "primitive_table[] = {\n", name);
	for (int i = 0; i < height; i++)
		for (int k = 0; k < in[i]->primitives; k++) {
			const struct primitive *p = &in[i]->primitive[k];

			fprintf(out, "\t{\"%s\", \"%s\", (void (*)(void))%s, %d, %d},\n", p->name,
			        in[i]->name, p->name, p->arguments, strcmp(p->type, "void") != 0);
		}
	fprintf(out, "};\nconst u32 primitive_count = sizeof primitive_table /\n"
	             "\tsizeof primitive_table[0];\n\n");
	write_visible(out);
	fprintf(out, "\nconst struct layer layer_table[] = {\n");
	for (int i = 0; i < height; i++) {
		fprintf(out, "\t{\"%s\", \"%s\", ", in[i]->name, in[i]->lab);
		write_string(out, in[i]->purpose);
		fprintf(out, ", visible_%s, sizeof visible_%s / sizeof(u16)},\n", in[i]->name,
		        in[i]->name);
	}
	fprintf(out, "};\nconst u32 layer_count = %d;\n\nvoid stack_init(void)\n{\n", height);
	if (init != NULL)
		fprintf(out, "\t%s();\n", init);
	fprintf(out, "}\n");
}

/* ---- a module inside the checker --------------------------------------------------------------- */

static int number_of(int level, int index)
{
	for (int i = 0; i < level; i++)
		index += in[i]->primitives;
	return index;
}

static void write_stub(const struct primitive *p, int number)
{
	bool returns = strcmp(p->type, "void") != 0;

	printf("\n%s %s(%s)\n{\n\tconst u32 argument[] = {", p->type, p->name, p->parameters);
	write_actual(stdout, p);
	printf("%s};\n\n\t%sunderlay_call(%d, argument);\n}\n", p->arguments == 0 ? "0" : "",
	       returns ? "return " : "", number);
}

/* The module of a layer with its underlay answered by the checker (grade/check/subject.h). */
static void print_wrapper(const char *name)
{
	int level = level_of(name);
	const struct layer *l;

	if (level < 1)
		fail(manifest, 0, "no layer %s in this stack", name);
	l = in[level];
	printf("/* Generated from %s. */\n#include <underlay.h>\n\n"
	       "u32 underlay_call(u32 primitive, const u32 *argument);\n", manifest);
	for (int from = 0; from < level; from++)
		for (int i = 0; i < in[from]->primitives; i++)
			if (visible(from, in[from]->primitive[i].name, level - 1))
				write_stub(&in[from]->primitive[i], number_of(from, i));
	printf("\n#include MODULE\n\nconst char subject_layer[] = \"%s\";\n"
	       "\nu32 subject_call(u32 primitive, const u32 *argument)\n{\n\t(void)argument;\n"
	       "\tswitch (primitive) {\n", l->name);
	for (int i = 0; i < l->primitives; i++) {
		const struct primitive *p = &l->primitive[i];
		bool returns = strcmp(p->type, "void") != 0;

		printf("\tcase %d:\n\t\t%s%s(", number_of(level, i), returns ? "return " : "",
		       p->name);
		for (int k = 0; k < p->arguments; k++)
			printf("%sargument[%d]", k > 0 ? ", " : "", k);
		printf(");\n%s", returns ? "" : "\t\treturn 0;\n");
	}
	printf("\t}\n\treturn 0;\n}\n\n#ifdef RELATION\n#include <world.h>\n#include RELATION\n"
	       "_Bool subject_relation(void)\n{\n\treturn %s_RELATION;\n}\n#else\n"
	       "_Bool subject_relation(void)\n{\n\treturn 1;\n}\n#endif\n", l->name);
}

/* ---- the lockstep kernel -------------------------------------------------------------------------- */

/* Where control leaves the stack, the wrapper is assembly: it shows all registers to the abstract
 * machine, before the call and when the call returns, and changes none of them. */
static void write_moving_lockstep(const struct primitive *p, int number)
{
	static const char show[] = "\t\"\tpushal\\n\tpushl %%esp\\n\tpushl $%d\\n\tcall %s\\n"
	                           "\taddl $8, %%esp\\n\tpopal\\n\"\n";

	printf("\n__asm__(\"\t.globl __wrap_%s\\n__wrap_%s:\\n\"\n", p->name, p->name);
	printf(show, number, "lockstep_leave");
	for (int i = 0; i < p->arguments; i++)
		printf("\t\"\tpushl %d(%%esp)\\n\"\n", 4 * p->arguments);
	printf("\t\"\tcall __real_%s\\n\taddl $%d, %%esp\\n\"\n", p->name, 4 * p->arguments);
	printf(show, number, "lockstep_return");
	printf("\t\"\tret\\n\");\n");
}

/* A wrapper around a primitive (ld --wrap): the abstract machine steps beside it. */
static void write_lockstep(const struct primitive *p, int number)
{
	bool returns = strcmp(p->type, "void") != 0;

	if (p->moves) {
		write_moving_lockstep(p, number);
		return;
	}
	printf("\n%s __real_%s(%s);\n%s __wrap_%s(%s);\n%s __wrap_%s(%s)\n{\n\tconst u32 argument[] = {",
	       p->type, p->name, p->parameters, p->type, p->name, p->parameters, p->type, p->name,
	       p->parameters);
	write_actual(stdout, p);
	printf("%s};\n\tu32 result = 0;\n\n", p->arguments == 0 ? "0" : "");
	for (int i = 0; i < p->arguments; i++) {
		if (strcmp(p->argument_type[i], "paddr_t") != 0)
			continue;
		printf("\tif (!lockstep_follows(%s))\n\t\t%s__real_%s(", p->argument_name[i],
		       returns ? "return " : "{ ", p->name);
		write_actual(stdout, p);
		printf(");%s\n", returns ? "" : " return; }");
	}
	printf("\tlockstep_before(%d, argument);\n\t%s__real_%s(", number,
	       returns ? "result = " : "", p->name);
	write_actual(stdout, p);
	printf(");\n\tlockstep_after(%d, argument, result);\n%s}\n", number,
	       returns ? "\treturn result;\n" : "");
}

static void print_lockstep(void)
{
	int number = 0;

	printf("/* Generated from %s. */\n#include <lockstep.h>\n", manifest);
	for (int i = 0; i < height; i++)
		for (int k = 0; k < in[i]->primitives; k++)
			write_lockstep(&in[i]->primitive[k], number++);
}

/* ---- what follows from the manifest ---------------------------------------------------------- */

static void print_names(const char *label, const struct names *names)
{
	if (names->count == 0)
		return;
	printf("    %-9s", label);
	for (int i = 0; i < names->count; i++)
		printf(" %s", names->name[i]);
	printf("\n");
}

static void print_derivation(const char *name)
{
	printf("Stack %s: %d layers over %s.\n"
	       "L |-[R] M : K reads: module M, run over layer L, implements layer K under the relation "
	       "R.\nEach step stacks vertically on the one above it; (+) composes two modules "
	       "horizontally,\nover one underlay and one state, with disjoint names.\n",
	       name, height - 1, in[0]->name);
	for (int i = 1; i < height; i++) {
		const struct layer *l = in[i];

		printf("\n%2d. %s |-[%s] %s.c%s%s%s : %s\n", i, in[i - 1]->name,
		       l->state ? l->name : "id", l->name, l->assembly ? " (+) " : "",
		       l->assembly ? l->name : "", l->assembly ? ".S" : "", l->name);
		printf("    %s\n", l->purpose);
		print_names("adds", &l->adds);
		print_names("hides", &l->hides);
		print_names("restates", &l->restates);
		printf("    state    ");
		for (int k = 0; k <= i; k++)
			if (live(k, i))
				printf(" %s", in[k]->name);
		printf("\n    memory    %s\n    learns    %s\n", l->owns ? "its own" : "none", l->learns);
		for (int v = 0; v < l->variants.count; v++)
			printf("    also by   %s.%s\n", l->name, l->variants.name[v]);
	}
	printf("\nHence %s |- ", in[0]->name);
	for (int i = 1; i < height; i++)
		printf("%s%s", i > 1 ? " (+) " : "", in[i]->name);
	printf(" : %s, by %d vertical steps.\n", in[height - 1]->name, height - 1);
}

static void print_dot(const char *name)
{
	printf("digraph %s {\n\trankdir=BT;\n\tnode [shape=box, fontname=\"sans-serif\"];\n", name);
	for (int i = 0; i < height; i++) {
		printf("\t%s [label=<<b>%s</b><br/>", in[i]->name, in[i]->name);
		for (int k = 0; k < in[i]->adds.count; k++)
			printf("%s%s", in[i]->adds.name[k],
			       k % 4 == 3 && k + 1 < in[i]->adds.count ? "<br/>" : " ");
		printf(">, URL=\"\\ref %s.h\"%s];\n", in[i]->name,
		       in[i]->ground ? ", style=dashed" : "");
		if (i > 0)
			printf("\t%s -> %s [dir=back];\n", in[i - 1]->name, in[i]->name);
	}
	printf("}\n");
}

/* ---- what there is to prove ------------------------------------------------------------------ */

/* One abstract state a layer, a predicate for its invariant, and one for all that hold at it. */
static void write_states(int top)
{
	for (int i = 0; i <= top; i++)
		printf("#include <%s.h>\n", in[i]->name);
	printf("\n");
	for (int i = 0; i <= top; i++)
		if (in[i]->state)
			printf("%sstruct %s_state %s;\n", in[i]->ground ? "extern " : "",
			       in[i]->name, in[i]->name);
	printf("\n/*@\n");
	for (int i = 0; i <= top; i++)
		if (in[i]->invariant.mentions.count > 0)
			printf("predicate invariant_%s{L} = %s_INVARIANT;\n", in[i]->name,
			       in[i]->name);
	for (int i = 0; i <= top; i++) {
		printf("predicate at_%s{L} = \\true", in[i]->name);
		for (int k = 0; k <= i; k++)
			if (in[k]->invariant.mentions.count > 0 && invariant_lives(k, i))
				printf(" && invariant_%s", in[k]->name);
		printf(";\n");
	}
	printf("*/\n");
}

/* Formulas that hold before a call (requires, PRE) or after it (ensures, POST). */
static void write_clauses(const char *word, const char *formula, const struct primitive *p,
                          int level, const struct layer *over)
{
	printf("    %s INVARIANT: at_%s;\n", word, in[level]->name);
	if (over != NULL)
		printf("    %s INVARIANT: at_%s;\n    %s RELATION: relation;\n", word, over->name,
		       word);
	printf("    %s %s: %s_%s(", word, formula, p->name, formula);
	write_actual(stdout, p);
	printf(");\n");
}

/* The contract of p at a level, on a prototype.  With `over`, the layer whose module is proved, it
 * is the square of a forward simulation: the relation holds before and after. */
static void write_contract(const char *prefix, const struct primitive *p, int level,
                           const struct layer *over)
{
	printf("\n/*@\n");
	write_clauses("requires", "PRE", p, level, over);
	printf("    terminates \\true;\n    assigns %s_ASSIGNS(", p->name);
	write_actual(stdout, p);
	printf(")");
	if (over != NULL && prefix[0] == '\0') {
		printf(", %s_PRIVATE", over->name);
		for (int i = 0; i < over->restates.count; i++)
			printf(", %s", over->restates.name[i]);
	}
	printf(";\n");
	write_clauses("ensures", "POST", p, level, over);
	printf("*/\n%s %s%s(%s);\n", p->type, prefix, p->name, p->parameters);
}

static void write_pass(const struct primitive *p, int level)
{
	write_contract("pass_", p, level - 1, in[level]);
	printf("%s pass_%s(%s)\n{\n\t%s%s(", p->type, p->name, p->parameters,
	       strcmp(p->type, "void") != 0 ? "return " : "", p->name);
	write_actual(stdout, p);
	printf(");\n}\n");
}

/* The module against its underlay, and what passes through it unchanged. */
static void write_module_contracts(int level, const char *variant)
{
	struct layer *l = in[level];
	char file[2 * LINE];

	snprintf(file, sizeof file, "%s/%s/%s%s%s", root, l->room, l->name,
	         variant != NULL ? "." : "", variant != NULL ? variant : "");
	printf("\n/* The underlay, %s: known by contract only. */\n", in[level - 1]->name);
	for (int from = 0; from < level; from++)
		for (int i = 0; i < in[from]->primitives; i++)
			if (visible(from, in[from]->primitive[i].name, level - 1))
				write_contract("", &in[from]->primitive[i], level - 1, NULL);
	printf("\n/* underlay.h has said it all. */\n#define UNDERLAY_H\n"
	       "#include \"%s.rel.h\"\n#include \"%s.c\"\n\n"
	       "/*@ predicate relation{L} = %s_RELATION; */\n", file, file, l->name);
	for (int i = 0; i < l->primitives; i++)
		write_contract("", &l->primitive[i], level - 1, l);
	printf("\n/* Every state starts from zero, except that of the ground. */\n"
	       "/*@ assigns \\nothing;\n"
	       "    ensures INVARIANT: at_%s ==> at_%s && at_%s;\n"
	       "    ensures RELATION: relation;\n*/\nvoid start(void)\n{\n}\n", in[0]->name,
	       in[level - 1]->name, l->name);
	printf("\n/* What passes through keeps the invariants and the relation. */\n");
	for (int from = 0; from < level; from++)
		for (int i = 0; i < in[from]->primitives; i++)
			if (visible(from, in[from]->primitive[i].name, level))
				write_pass(&in[from]->primitive[i], level);
}

static void write_contracts(const char *name, const char *what, const char *variant)
{
	int level = level_of(name);

	if (level < 1)
		fail(manifest, 0, "no layer %s to prove in this stack", name);
	if (strcmp(what, "spec") != 0 && strcmp(what, "module") != 0)
		fail("layers", 0, "contracts are of the spec or the module, not of \"%s\"", what);
	printf("/* Generated from %s: what there is to prove of the %s of %s. */\n", manifest, what,
	       name);
	write_states(level);
	printf("\n/* The executable specifications. */\n");
	for (int from = 0; from <= level; from++)
		for (int i = 0; i < in[from]->primitives; i++)
			write_contract("spec_", &in[from]->primitive[i], from, NULL);
	printf("\n#include \"%s/%s/%s.spec.c\"\n", root, in[level]->room, name);
	if (what[0] == 'm')
		write_module_contracts(level, variant);
}

static void generate(const char *directory, const char *name)
{
	if (mkdir(directory, 0777) != 0 && errno != EEXIST)
		fail(directory, 0, "cannot create: %s", strerror(errno));
	for (int i = 0; i < height; i++) {
		write_underlay(directory, i);
		write_lists(directory, i);
	}
	write_symbols(directory);
	write_world(directory);
	write_specs(directory, name);
	write_makefile(directory);
}

static int usage(void)
{
	fprintf(stderr, "usage: layers MANIFEST generate STACK DIR | table STACK [BELOW] | "
	                "derivation STACK | dot STACK | stacks | "
	                "contracts STACK LAYER spec|module [VARIANT]\n");
	return 2;
}

int main(int count, char **word)
{
	if (count < 3)
		return usage();
	manifest = word[1];
	snprintf(root, sizeof root, "%s", manifest);
	if (strrchr(root, '/') != NULL)
		*strrchr(root, '/') = '\0';
	else
		strcpy(root, ".");
	read_manifest();
	if (strcmp(word[2], "stacks") == 0 && count == 3) {
		for (int s = 0; s < stacks; s++)
			printf("%s\n", stack[s].name);
		return 0;
	}
	if (count < 4)
		return usage();
	choose(word[3]);
	if (strcmp(word[2], "generate") == 0 && count == 5)
		generate(word[4], word[3]);
	else if (strcmp(word[2], "table") == 0 && count <= 5)
		write_table(word[3], word[4]);
	else if (strcmp(word[2], "derivation") == 0 && count == 4)
		print_derivation(word[3]);
	else if (strcmp(word[2], "wrapper") == 0 && count == 5)
		print_wrapper(word[4]);
	else if (strcmp(word[2], "lockstep") == 0 && count == 4)
		print_lockstep();
	else if (strcmp(word[2], "dot") == 0 && count == 4)
		print_dot(word[3]);
	else if (strcmp(word[2], "contracts") == 0 && (count == 6 || count == 7))
		write_contracts(word[4], word[5], word[6]);
	else
		return usage();
	return 0;
}
