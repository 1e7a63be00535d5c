/* layers: reads the manifest kernel/stack and the deep specs it names, refuses what does not
 * compose, and writes what the build, the kernel, the checker, the grader and the prover need to
 * know of a stack.
 *
 *   layers MANIFEST generate STACK DIR   headers, lists and spec tables of the stack into DIR
 *   layers MANIFEST table STACK [BELOW]  C: the kernel's table of layers (those below BELOW only)
 *   layers MANIFEST lockstep STACK       C: wrappers that step the specs beside the modules
 *   layers MANIFEST wrapper STACK LAYER  C: the layer's module inside the checker
 *   layers MANIFEST contracts STACK LAYER spec|module [VARIANT]
 *                                        C and ACSL: all there is to prove of the layer's
 *                                        executable spec or of its module
 *   layers MANIFEST derivation STACK     text: which module implements which layer over which
 *   layers MANIFEST dot STACK            Graphviz: the stack as a picture
 *   layers MANIFEST stacks               the names of the stacks
 *
 * Exit status 0, or 2 and one line if it was called wrongly or something does not fit.
 *
 * manifest.c and spec.c read, stack.c composes, write_*.c and print.c write, with write.c's help.
 */
#include "write.h"

#include <stdlib.h>
#include <string.h>

/* Of the command line: layers MANIFEST COMMAND STACK MORE... */
enum { MANIFEST = 1, COMMAND, STACK, MORE };

static void run_generate(char **more)
{
	make_folder(more[0]);
	write_specs(more[0]);
	write_build(more[0]);
}

static void run_table(char **more)
{
	if (more[0] != NULL)
		cut_stack(layer_over_ground(more[0]));
	write_table();
}

static void run_lockstep(char **more)
{
	(void)more;
	write_lockstep();
}

static void run_wrapper(char **more)
{
	write_wrapper(layer_over_ground(more[0]));
}

static void run_contracts(char **more)
{
	const struct layer *l = layer_over_ground(more[0]);
	const char *what = more[1];

	if (strcmp(what, "spec") != 0 && strcmp(what, "module") != 0)
		fail("layers", 0, "contracts are of the spec or the module, not of \"%s\"", what);
	write_contracts(l, strcmp(what, "module") == 0, more[2]);
}

static void run_derivation(char **more)
{
	(void)more;
	print_derivation();
}

static void run_dot(char **more)
{
	(void)more;
	print_dot();
}

/* What stands behind COMMAND STACK: at least `least` words, at most `most`. */
static const struct command {
	const char *name;
	int least, most;
	void (*run)(char **more); /* ends with NULL */
} commands[] = {
	{"generate",   1, 1, run_generate},
	{"table",      0, 1, run_table},
	{"lockstep",   0, 0, run_lockstep},
	{"wrapper",    1, 1, run_wrapper},
	{"contracts",  2, 3, run_contracts},
	{"derivation", 0, 0, run_derivation},
	{"dot",        0, 0, run_dot},
};

static void usage(void)
{
	fprintf(stderr, "usage: layers MANIFEST generate STACK DIR | table STACK [BELOW] | "
	                "lockstep STACK | wrapper STACK LAYER | "
	                "contracts STACK LAYER spec|module [VARIANT] | "
	                "derivation STACK | dot STACK | stacks\n");
	exit(BAD_INPUT);
}

static const struct command *find_command(const char *name, int more)
{
	for (int i = 0; i < LENGTH(commands); i++)
		if (strcmp(commands[i].name, name) == 0 && commands[i].least <= more &&
		    more <= commands[i].most)
			return &commands[i];
	return NULL;
}

int main(int count, char **word)
{
	const struct command *command;

	if (count == STACK && strcmp(word[COMMAND], "stacks") == 0) {
		read_manifest(word[MANIFEST]);
		for (int i = 0; i < all_stacks_count; i++)
			put("%s\n", all_stacks[i].name);
	} else {
		command = count > STACK ? find_command(word[COMMAND], count - MORE) : NULL;
		if (command == NULL)
			usage();
		read_manifest(word[MANIFEST]);
		choose_stack(word[STACK]);
		command->run(&word[MORE]);
	}
	close_output();
	return 0;
}
