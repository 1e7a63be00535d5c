/* View 3: what the compiler says, and the objects it makes.
 *
 * For cheats with types and sizes, which only a compiler knows: a pointer taken for an integer and
 * back, a const left out, an index that is a constant out of bounds, a result that is never
 * returned, an array of unknown size, a file slipped in by the assembler.
 *
 * C is compiled three times with the kernel's flags: without optimisation, for warnings and null
 * pointers; for 64 bits, where pointers are wider than int and a cast between the two does not go
 * unseen; optimised, as the kernel has it.  Both objects go to view 4.
 */
#include "views.h"

#include "layer.h"
#include "run.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct diagnostic {
	bool error;
	int line;
	const char *message;
};

static const char machine32[] = "-m32 -march=i686 -mno-sse -mno-mmx -mno-80387";

static const char *compiler(void)
{
	const char *cc = getenv("CC");

	return cc && *cc ? cc : "gcc";
}

static bool clang(void)
{
	return strstr(compiler(), "clang") != NULL;
}

static char *output(const char *name)
{
	return slurp(in_scratch(name), NULL);
}

/* The compiler with the kernel's flags and `more`; its exit status */
static int compile(const char *more)
{
	static const char flags[] =
		"-std=gnu11 -ffreestanding -fno-pic -fno-pie -fno-stack-protector -fno-jump-tables "
		"-fno-asynchronous-unwind-tables -nostdinc -fdiagnostics-color=never "
		"-Wno-unknown-warning-option -Wno-unused-command-line-argument -Wstrict-prototypes "
		"-Wold-style-definition -Wreturn-type -Wvla -Wwrite-strings -Wpointer-to-int-cast "
		"-Wint-to-pointer-cast -Warray-bounds";

	return run(text("%s %s %s %s -I %s/%s -I kernel %s", compiler(), flags,
	                clang() ? "-fno-caret-diagnostics" : "-fno-diagnostics-show-caret", more,
	                layer.build, layer.name, source));
}

/* Reads "FILE:LINE:COLUMN: error: message"; false for other lines. */
static bool read_diagnostic(const char *line, struct diagnostic *d)
{
	const char *error = strstr(line, "error: ");
	const char *warning = strstr(line, "warning: ");
	size_t n = strlen(source);

	if (!error && !warning)
		return false;
	d->error = error && (!warning || error < warning);
	d->message = d->error ? error + strlen("error: ") : warning + strlen("warning: ");
	d->line = starts_with(line, source) && line[n] == ':' ? atoi(line + n + 1) : 1;
	return true;
}

/* The first 'name' in quotes of a message */
static const char *quoted(const char *message)
{
	const char *open = strchr(message, '\'');

	return open ? copy(open + 1, strcspn(open + 1, "'")) : "";
}

/* Does the message say one of the phrases, which are parted by | ? */
static bool says(const char *message, const char *phrases)
{
	char *all = text("%s", phrases);

	for (char *phrase = strtok(all, "|"); phrase; phrase = strtok(NULL, "|"))
		if (strstr(message, phrase))
			return true;
	return false;
}

/* What must be mended before anything else makes sense: the compiler's first error, and calls of
 * what is not declared. */
static void check_errors(char *rest)
{
	struct diagnostic d;
	const char *line;

	while ((line = next_line(&rest))) {
		const char *name;

		if (!read_diagnostic(line, &d))
			continue;
		name = quoted(d.message);
		if (says(d.message, "implicit declaration of function|"
		                    "call to undeclared function|undeclared") &&
		    (has(&layer.symbols, name) || !d.error)) {
			not_visible(d.line, name);
		} else if (d.error) {
			if (!violations)
				wrong(d.line, "does not compile: %s", d.message);
			return;
		}
	}
}

/* An empty () before { is a definition, which every compiler takes for (void). */
static bool empty_definition(const struct token *program, int line)
{
	for (const struct token *t = program; t->kind != END; t++)
		if (t->line == line && is(t, "(") && is(t + 1, ")") && is(t + 2, "{"))
			return true;
	return false;
}

static void check_warning(const struct token *program, const struct diagnostic *d)
{
	if (says(d->message, "-Wstrict-prototypes|-Wold-style-definition|without a prototype")) {
		if (!empty_definition(program, d->line))
			wrong(d->line, "a function without the types of its parameters; write "
			               "them, or (void)");
	} else if (says(d->message, "-Wvla")) {
		wrong(d->line, "an array whose size is known only when it runs; give it a constant "
		               "size");
	} else if (says(d->message, "-Wreturn-type")) {
		wrong(d->line, "a path through the function returns no value; return one on every "
		               "path");
	} else if (says(d->message, "pointer|-Warray-bounds|-Wreturn-local-addr|-Wimplicit-int|"
	                            "-Wreturn-stack-address")) {
		wrong(d->line, "%s", d->message);
	}
}

static void check_warnings(const struct token *program)
{
	char *rest = output("err"), *line;
	struct diagnostic d;

	while ((line = next_line(&rest)))
		if (read_diagnostic(line, &d) && !d.error)
			check_warning(program, &d);
}

static bool is_given(const char *name)
{
	for (const char *const *given = given_files; *given; given++)
		if (strcmp(name, *given) == 0)
			return true;
	return false;
}

/* Every file that went into the preprocessor's output */
static void check_files(char *preprocessed)
{
	const char *underlay = text("%s/%s/underlay.h", layer.build, layer.name), *name;
	char *line;

	while ((line = next_line(&preprocessed))) {
		if (!starts_with(line, "# ") || !(name = strchr(line, '"')))
			continue;
		name = copy(name + 1, strcspn(name + 1, "\""));
		if (name[0] != '<' && strcmp(name, source) != 0 && strcmp(name, underlay) != 0 &&
		    !is_given(name) &&
		    !ends_with(name, "//")) /* the directory that it ran in */
			wrong_include(1, name);
	}
}

static void preprocess(void)
{
	compile(text("%s -O0 -E -o %s", machine32, in_scratch("i")));
	check_errors(output("err"));
	if (!violations)
		check_files(output("i"));
}

static struct object new_object(const char *name)
{
	return (struct object){.path = in_scratch(text("%s.o", name)),
	                       .stack = in_scratch(text("%s.su", name))};
}

/* Without optimisation nothing that the module says is left out. */
static void check_plain(struct module *m, const struct token *program)
{
	struct object *o = &m->objects[m->count++];
	const char *gimple = in_scratch("gimple");

	*o = new_object("o0");
	compile(text("%s -O0 -c -g1 -fstack-usage -o %s %s", machine32, o->path,
	             clang() ? "" : text("-fdump-tree-gimple-lineno=%s", gimple)));
	check_errors(output("err"));
	if (violations)
		return;
	check_declarations(program);
	check_warnings(program);
	if (!violations && access(gimple, R_OK) == 0) /* clang writes none */
		check_constants_gcc(slurp(gimple, NULL));
}

/* gcc finds a constant index out of bounds only where it optimises, and then only if the access is
 * not taken away first. */
static void check_wide(const struct token *program)
{
	const char *more = clang() ? "-fsyntax-only -Xclang -ast-dump"
	                           : "-fno-tree-sra -fno-tree-dse -fno-tree-dce -S -o /dev/null";

	if (compile(text("-m64 -O2 %s", more)) != 0) {
		check_errors(output("err"));
		if (!violations)
			die("%s cannot do -m64; set CC to a compiler that can", compiler());
	}
	check_warnings(program);
	if (!violations && clang())
		check_constants_clang(output("out"), program->line);
}

static void check_optimised(struct module *m, const struct token *program)
{
	struct object *o = &m->objects[m->count++];

	*o = new_object("o2");
	compile(text("%s -O2 -c -g1 -fstack-usage -o %s", machine32, o->path));
	check_warnings(program);
}

void check_c(struct module *m)
{
	const struct token *program;
	size_t length;
	char *file;

	preprocess();
	if (violations)
		return;
	file = slurp(in_scratch("i"), &length);
	program = lex(file, length, true);
	check_plain(m, program);
	if (!violations)
		check_wide(program);
	if (!violations)
		check_optimised(m, program);
}

/* The first error of the assembler: "FILE:LINE: Error: message" */
static void check_assembler_errors(char *rest)
{
	const char *line, *message = NULL;

	while (!message && (line = next_line(&rest)))
		message = strstr(line, "Error: ");
	if (message)
		wrong(starts_with(line, source) ? atoi(line + strlen(source) + 1) : 1,
		      "does not assemble: %s", message + strlen("Error: "));
	else
		die("as cannot assemble %s", source);
}

/* The preprocessor and the assembler each read files of their own; both tell which. */
void check_assembly(struct module *m)
{
	struct object *o = &m->objects[m->count++];
	const char *word;

	*o = (struct object){.path = in_scratch("s.o")};
	if (!layer.assembly)
		wrong(1, "%s has no assembly in the manifest; write C", layer.name);
	else
		preprocess();
	if (violations)
		return;
	if (run(text("as --32 -g -o %s --MD %s %s", o->path, in_scratch("d"), in_scratch("i")))) {
		check_assembler_errors(output("err"));
		return;
	}
	strtok(output("d"), " \\\n");
	while ((word = strtok(NULL, " \\\n")))
		if (strcmp(word, in_scratch("i")) != 0)
			wrong_include(1, word);
}
