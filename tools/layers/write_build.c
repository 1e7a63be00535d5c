/* For the build: layers.mk, the list of all symbols, and for each layer a folder with underlay.h
 * (what its module may use) and lists for tools/discipline. */
#include "write.h"

static const char prototype[] = "{type} {name}({parameters});\n";

/* What is visible at the underlay, with a line for each layer it comes from. */
static void put_visible_prototypes(int level)
{
	const struct layer *from = NULL;

	for (int i = 0; i < primitive_count; i++) {
		const struct primitive *p = primitive_at[i];

		if (!callable(p, level))
			continue;
		if (p->layer != from)
			put_primitive("\n/* from {layer} */\n", p);
		from = p->layer;
		put_primitive(prototype, p);
	}
}

static void write_underlay(const char *folder, const struct layer *l)
{
	open_output(text("%s/underlay.h", folder));
	put_layer("/* Generated from {manifest}: all that the module of {layer} may use. */\n"
	          "#ifndef UNDERLAY_H\n"
	          "#define UNDERLAY_H\n"
	          "#include <types.h>\n"
	          "#include <sizes.h>\n"
	          "#include <elf.h>\n"
	          "#include <devices.h>\n"
	          "#include <syscall.h>\n"
	          "\n"
	          "/* A step of the proof: no code. */\n"
	          "#define SPEC(step) ((void)0)\n"
	          "\n"
	          "/* An exercise that is not written yet: control never gets past it.  Its name\n"
	          " * keeps it apart from others, with which a compiler would merge it. */\n"
	          "#define EXERCISE(hint) \\\n"
	          "\tdo { \\\n"
	          "\t\tconst char *volatile exercise_ = __func__; \\\n"
	          "\t\t(void)exercise_; \\\n"
	          "\t\t__builtin_trap(); \\\n"
	          "\t} while (0)\n", l);
	put_visible_prototypes(l->level - 1);
	put_layer("\n/* what {layer} itself adds */\n", l);
	for (int i = 0; i < l->primitives; i++)
		if (l->primitive[i].mode == KERNEL)
			put_primitive(prototype, &l->primitive[i]);
	put("\n#endif\n");
	close_output();
}

/* What the layer's object may leave undefined, and what it must define. */
static void write_allowed_and_exports(const char *folder, const struct layer *l)
{
	open_output(text("%s/allowed", folder));
	for (int i = 0; i < primitive_count; i++)
		if (callable(primitive_at[i], l->level - 1))
			put_primitive("{name} {layer}\n", primitive_at[i]);
	for (int i = 0; l->assembly && i < layer_at[l->level - 1]->routines.count; i++)
		put("%s %s\n", layer_at[l->level - 1]->routines.name[i],
		    layer_at[l->level - 1]->name);
	close_output();
	open_output(text("%s/exports", folder));
	for (int i = 0; i < l->primitives; i++)
		if (l->primitive[i].mode == KERNEL)
			put_primitive("{name}\n", &l->primitive[i]);
	close_output();
}

/* The module of a layer that has no code of its own.  X.step.h says by f_STEP what the abstract
 * machine does beside the call of f: spec_f, or that part of it that is about the layer's own
 * state, if the call below has done the rest. */
static void write_forwards(const char *folder, const struct layer *l)
{
	open_output(text("%s/%s.c", folder, l->name));
	put_layer("/* Generated from {manifest}: {layer} has no code of its own. */\n"
	          "#include <underlay.h>\n", l);
	for (int i = 0; i < l->forwards.count; i++) {
		const struct primitive *p = forwarded(l, i);

		put_primitive("\n{type} {name}({parameters})\n{\n", p);
		if (p->returns)
			put("\t%s result = ", p->type);
		else
			put("\t");
		put("%s", l->forwards.name[i]);
		put_primitive("({arguments});\n\n\tSPEC({name}_STEP({arguments}));\n", p);
		put("%s}\n", p->returns ? "\treturn result;\n" : "");
	}
	close_output();
}

static void write_yes_or_no(const char *path, bool yes)
{
	open_output(path);
	put("%s\n", yes ? "yes" : "no");
	close_output();
}

static void write_layer(const char *folder, const struct layer *l)
{
	make_folder(folder);
	write_underlay(folder, l);
	write_allowed_and_exports(folder, l);
	if (l->forwards.count > 0)
		write_forwards(folder, l);
	write_yes_or_no(text("%s/assembly", folder), l->assembly);
	for (int mode = RING3; mode < MODES; mode++)
		write_yes_or_no(text("%s/%s", folder, mode_word[mode]),
		                has_mode(l, mode));
	write_yes_or_no(text("%s/owns", folder), l->owns);
	for (int i = 0; i < l->variants; i++)
		write_yes_or_no(text("%s/owns.%s", folder, l->variant[i].name),
		                l->variant[i].owns);
}

/* Every primitive, its layer, and the layers that hide it. */
static void write_symbols(const char *folder)
{
	open_output(text("%s/symbols", folder));
	for (int i = 0; i < primitive_count; i++) {
		const struct primitive *p = primitive_at[i];

		put_primitive("{name} {layer}", p);
		for (int at = p->layer->level + 1; at < height; at++)
			if (hides(layer_at[at], p))
				put(" %s", layer_at[at]->name);
		put("\n");
	}
	close_output();
}

/* The names, bottom to top, of the grounds or of all others. */
static void put_list(const char *variable, bool ground)
{
	put("%s :=", variable);
	for (int i = 0; i < height; i++)
		if (layer_at[i]->ground == ground)
			put(" %s", layer_at[i]->name);
	put("\n");
}

static void write_makefile(const char *folder)
{
	open_output(text("%s/layers.mk", folder));
	put_text("# Generated from {manifest}.\n");
	put_list("LAYERS", false);
	put_list("GROUND", true);
	for (int i = 0; i < height; i++) {
		const struct layer *l = layer_at[i];

		put_layer("room.{layer} := kernel/{room}\n"
		          "lab.{layer} := {lab}\n"
		          "underlay.{layer} := {underlay}\n", l);
		put("assembly.%s := %s\n", l->name, l->assembly ? "yes" : "");
		put("forwards.%s := %s\n", l->name, l->forwards.count > 0 ? "yes" : "");
		put("variants.%s :=", l->name);
		for (int v = 0; v < l->variants; v++)
			put(" %s", l->variant[v].name);
		put("\n");
	}
	close_output();
}

/* layers.mk comes last: its age tells make that all of it is there. */
void write_build(const char *folder)
{
	for (int i = 0; i < height; i++)
		write_layer(text("%s/%s", folder, layer_at[i]->name), layer_at[i]);
	write_symbols(folder);
	write_makefile(folder);
}
