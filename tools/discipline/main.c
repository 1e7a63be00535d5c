/* discipline: does a module keep to its layer?
 *
 * usage: discipline LAYER BUILD SOURCE...
 *
 * SOURCE is the module of LAYER: one .c, or one .c and one .S, or one .S.  BUILD/LAYER and
 * BUILD/symbols (from tools/layers) say what it may use.  The compiler is $CC, or gcc.
 * In the place of a module that is generated stands its relation, a .rel.h.
 *
 * No single view of a C file can be trusted, so the module is looked at four times, each time
 * closing what the view before cannot see:
 *   1. text.c           the text as written: directives, names of the compiler's own
 *   2. declarations.c   the tokens after the preprocessor: every way to declare or cast a pointer
 *   3. compiler.c       the compiler's warnings and its picture of null pointers
 *   4. links.c code.c calls.c    the objects: names, memory, references, instructions, stack
 * After 2 and 3 a pointer can only come from an object of the module itself.  An index that goes
 * out of that object when it runs is left to the checker, which runs with -fsanitize=undefined.
 *
 * One line for each violation; exit status 0 none, 1 some, 2 wrong use.
 */
#include "layer.h"
#include "views.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_FILES 2

static struct module modules[MOST_FILES];
static int module_count;

static void check_file(struct module *m)
{
	source = m->source;
	check_text(m);
	if (violations)
		return;
	if (m->is_c)
		check_c(m);
	else
		check_assembly(m);
	for (int i = 0; i < m->count && !violations; i++)
		object_read(&m->objects[i]);
}

/* `other` is the other file of the layer, if there is one: the two may share names. */
static void check_objects(const struct module *m, const struct module *other)
{
	source = m->source;
	for (int i = 0; i < m->count; i++) {
		const struct object *o = &m->objects[i];

		check_symbols(m, o);
		check_instructions(m, o);
		check_undefined(m, o, other);
		check_references(m, o, other);
		if (m->is_c)
			check_stack_use(o);
	}
	if (m->is_c)
		check_recursion(m, &m->objects[0]);
}

static void check_exports(void)
{
	source = modules[0].source;
	for (int i = 0; i < layer.exports.count; i++) {
		const char *name = layer.exports.at[i];
		bool defined = false;

		for (int k = 0; k < module_count; k++)
			defined |= global(&modules[k].objects[0], name) != NULL;
		if (!defined)
			wrong(1,
			      "the primitive %s is missing; define it as <underlay.h> declares it",
			      name);
	}
}

static void add_module(const char *path)
{
	struct module *m = &modules[module_count++];

	*m = (struct module){.source = path, .is_c = ends_with(path, ".c")};
	if (!m->is_c && !ends_with(path, ".S"))
		die("%s is neither .c nor .S", path);
	if (access(path, R_OK) != 0)
		die("cannot read %s", path);
	if (module_count == MOST_FILES && modules[0].is_c == m->is_c)
		die("a layer has one .c and one .S at most");
}

static void look_at_relation(const char *layer_name, const char *build, const char *path)
{
	if (access(path, R_OK) != 0)
		die("cannot read %s", path);
	layer_load(layer_name, build, path);
	source = path;
	check_relation();
}

static void look_at_module(int files, char **file, const char *layer_name, const char *build)
{
	for (int i = 0; i < files; i++)
		add_module(file[i]);
	layer_load(layer_name, build, file[0]);
	for (int i = 0; i < module_count; i++)
		check_file(&modules[i]);
	for (int i = 0; i < module_count && !violations; i++)
		check_objects(&modules[i], module_count == 2 ? &modules[1 - i] : NULL);
	if (!violations)
		check_exports();
}

int main(int argc, char **argv)
{
	if (argc < 4 || argc > 3 + MOST_FILES)
		die("usage: discipline LAYER BUILD SOURCE...   (one .c, one .S, or both)");
	setenv("LC_ALL", "C", 1); /* what compilers say is read */
	setenv("CCACHE_DISABLE", "1", 1); /* and what they dump, which ccache forgets */
	if (argc == 4 && ends_with(argv[3], ".rel.h"))
		look_at_relation(argv[1], argv[2], argv[3]);
	else
		look_at_module(argc - 3, argv + 3, argv[1], argv[2]);
	return violations ? 1 : 0;
}
