/* For the kernel: the table of its layers and primitives (kernel/layers.h), and the wrappers of the
 * lockstep kernel (kernel/lockstep/lockstep.h). */
#include "write.h"

#include <string.h>

/* ---- the table ------------------------------------------------------------------------------ */

static void put_start(void)
{
	const char *init = init_at(height - 1);

	put("void stack_init(void)\n{\n");
	if (init != NULL)
		put("\t%s();\n", init);
	put("}\n");
}

void write_table(void)
{
	put_text("/* Generated from {manifest}. */\n"
	         "#include <layers.h>\n\n");
	for (int i = 0; i < primitive_count; i++)
		if (primitive_at[i]->mode == KERNEL)
			put_primitive("{type} {name}({parameters});\n", primitive_at[i]);
	put_text("\nconst char stack_name[] = \"{stack}\";\n"
	         "\nconst struct primitive primitive_table[] = {\n");
	for (int i = 0; i < primitive_count; i++) {
		put_primitive(primitive_at[i]->mode != KERNEL
		              ? "\t{\"{name}\", \"{layer}\", 0, {count}, "
		              : "\t{\"{name}\", \"{layer}\", (void (*)(void)){name}, {count}, ",
		              primitive_at[i]);
		put("%d},\n", primitive_at[i]->returns);
	}
	put("};\n"
	    "const u32 primitive_count = sizeof primitive_table /\n"
	    "\tsizeof primitive_table[0];\n\n");
	put_visible();
	put("\nconst struct layer layer_table[] = {\n");
	for (int i = 0; i < height; i++) {
		put_layer("\t{\"{layer}\", \"{lab}\", {purpose}, visible_{layer}, "
		          "sizeof visible_{layer} / sizeof(u16), ", layer_at[i]);
		put("%d},\n", layer_at[i]->ground ? 0 : layers_below(i) + 1);
	}
	put("};\n"
	    "const u32 layer_count = %d;\n\n", height);
	put_start();
}

/* ---- lockstep: ld --wrap sends each call of a primitive to __wrap_PRIMITIVE ---------------- */

enum { WORD = 4 }; /* bytes on the stack of i386 */

/* Shows all registers to the abstract machine and changes none. */
static void put_show(const struct primitive *p, const char *function)
{
	put("\t\"\tpushal\\n\tpushl %%esp\\n\tpushl $%d\\n\tcall %s\\n"
	    "\taddl $%d, %%esp\\n\tpopal\\n\"\n", p->number, function, 2 * WORD);
}

/* Where control may leave the stack, the wrapper is assembly: it shows the registers before the
 * call and when the call returns.  It pushes the arguments again, last to first: as each push moves
 * ESP by a word, the next argument is at the same distance from it.  C alone cannot move control:
 * the primitive that does is one of a layer with assembly, and the others call it. */
static void put_moving_wrapper(const struct primitive *p)
{
	bool switches = p->layer->assembly;

	put_primitive("\n__asm__(\"\t.globl __wrap_{name}\\n__wrap_{name}:\\n\"\n", p);
	put_show(p, switches ? "lockstep_switch" : "lockstep_enter");
	for (int i = 0; i < p->arguments; i++)
		put("\t\"\tpushl %d(%%esp)\\n\"\n", p->arguments * WORD);
	put("\t\"\tcall __real_%s\\n\taddl $%d, %%esp\\n\"\n", p->name, p->arguments * WORD);
	put_show(p, switches ? "lockstep_arrive" : "lockstep_return");
	put("\t\"\tret\\n\");\n");
}

/* Addresses that lockstep does not follow go to the module alone. */
static void put_unfollowed(const struct primitive *p, const char *address)
{
	put("\tif (!lockstep_follows(%s))\n", address);
	put_primitive(p->returns ? "\t\treturn __real_{name}({arguments});\n"
	                         : "\t\t{ __real_{name}({arguments}); return; }\n", p);
}

static void put_wrapper(const struct primitive *p)
{
	put_primitive("\n"
	              "{type} __real_{name}({parameters});\n"
	              "{type} __wrap_{name}({parameters});\n"
	              "{type} __wrap_{name}({parameters})\n"
	              "{\n"
	              "\tconst u32 argument[] = {{values}};\n"
	              "\tu32 result = 0;\n"
	              "\n", p);
	for (int i = 0; i < p->arguments; i++)
		if (strcmp(p->argument_type[i], "paddr_t") == 0)
			put_unfollowed(p, p->argument_name[i]);
	put_primitive("\tlockstep_before({number}, argument);\n", p);
	put_primitive(p->returns ? "\tresult = __real_{name}({arguments});\n"
	                         : "\t__real_{name}({arguments});\n", p);
	put_primitive("\tlockstep_after({number}, argument, result);\n", p);
	put("%s}\n", p->returns ? "\treturn result;\n" : "");
}

/* Steps that follow each other in assembly are taken one by one, each by its own primitive. */
static void put_steps(const struct primitive *p)
{
	put_primitive("\n__asm__(\"\t.globl __wrap_{name}\\n\"\n"
	              "\t\"__wrap_{name}:\\n\tjmp __real_{name}\\n\");\n", p);
}

void write_lockstep(void)
{
	put_text("/* Generated from {manifest}. */\n"
	         "#include <lockstep.h>\n");
	for (int i = 0; i < primitive_count; i++) {
		const struct primitive *p = primitive_at[i];

		if (p->mode != KERNEL)
			continue;
		if (p->steps && p->layer->assembly)
			put_steps(p);
		else if (p->mentions.registers)
			put_moving_wrapper(p);
		else
			put_wrapper(p);
	}
}
