/* The deep specs as data for the host (grade/spec.h): world.h has the abstract state of all layers
 * in one struct, X/formulas.c the formulas of layer X as functions, and specs.c a row for each
 * primitive and each layer. */
#include "write.h"

#include <string.h>

static void write_world(const char *folder)
{
	open_output(text("%s/world.h", folder));
	put_text("/* Generated from {manifest}: the abstract state of every layer. */\n"
	         "#ifndef WORLD_H\n"
	         "#define WORLD_H\n");
	for (int i = 0; i < height; i++)
		put_layer("#include <{layer}.h>\n", layer_at[i]);
	put("\nstruct world {\n");
	for (int i = 0; i < height; i++)
		if (layer_at[i]->state)
			put_layer("\tstruct {layer}_state {layer};\n", layer_at[i]);
	put("};\n\n"
	    "extern struct world *abs_, *abs_old_;\n\n");
	for (int i = 0; i < height; i++)
		if (layer_at[i]->state)
			put_layer("#define {layer} (abs_->{layer})\n", layer_at[i]);
	put("\n");
	for (int i = 0; i < primitive_count; i++)
		put_primitive("{type} spec_{name}({parameters});\n", primitive_at[i]);
	put("\n#endif\n");
	close_output();
}

/* ---- X/formulas.c: a primitive -------------------------------------------------------------- */

/* Names the words of the array `argument` as the formulas do; not all formulas use all names. */
static void put_unpacking(const struct primitive *p)
{
	put("\t(void)argument;\n");
	for (int i = 0; i < p->arguments; i++) {
		put("\tconst %s %s = argument[%d];\n", p->argument_type[i], p->argument_name[i], i);
		put("\t(void)%s;\n", p->argument_name[i]);
	}
}

static void put_pre(const struct primitive *p)
{
	put_primitive("\nbool pre_{name}(const u32 *argument)\n{\n", p);
	put_unpacking(p);
	put_primitive("\treturn {name}_PRE({arguments});\n}\n", p);
}

static void put_step(const struct primitive *p)
{
	put_primitive("\nu32 step_{name}(const u32 *argument)\n{\n", p);
	put_unpacking(p);
	put_primitive("\t{return}spec_{name}({arguments});\n", p);
	put("%s}\n", p->returns ? "" : "\treturn 0;\n");
}

static void put_post(const struct primitive *p)
{
	put_primitive("\nbool post_{name}(const u32 *argument, u32 RESULT)\n"
	              "{\n"
	              "\t(void)RESULT;\n", p);
	put_unpacking(p);
	if (p->steps)
		put("\treturn true;\n}\n");
	else
		put_primitive("\treturn {name}_POST({arguments});\n}\n", p);
}

/* The end of a function: list what is in region. */
static void put_regions(void)
{
	put("\t_Static_assert(sizeof region / sizeof region[0] <= MAX_REGIONS,\n"
	    "\t               \"raise MAX_REGIONS in grade/spec.h\");\n"
	    "\treturn spec_regions(out, region, sizeof region / sizeof region[0]);\n"
	    "}\n");
}

static void put_assigns(const struct primitive *p)
{
	put_primitive("\nunsigned assigns_{name}(const u32 *argument, struct region *out)\n"
	              "{\n", p);
	put_unpacking(p);
	put_primitive("\tconst struct region region[] = {{name}_ASSIGNS({arguments})};\n"
	              "\n", p);
	put_regions();
}

/* ---- X/formulas.c: a layer ------------------------------------------------------------------ */

static void put_invariant(const struct layer *l)
{
	put_layer("\n"
	          "#ifndef {layer}_INVARIANT\n"
	          "#define {layer}_INVARIANT (1)\n"
	          "#endif\n"
	          "bool invariant_{layer}(void)\n"
	          "{\n"
	          "\treturn {layer}_INVARIANT;\n"
	          "}\n", l);
}

/* When the layer lets a primitive of a layer below be called. */
static void put_narrow(const struct layer *l)
{
	put_layer("\nbool narrow_{layer}(unsigned primitive, const u32 *argument)\n"
	          "{\n"
	          "\tswitch (primitive) {\n", l);
	for (int i = 0; i < primitive_count; i++) {
		const struct primitive *p = primitive_at[i];

		if (p->layer->level >= l->level || !narrows(l, p))
			continue;
		put("\tcase %d: {\n", p->number);
		put_unpacking(p);
		put("\treturn %s_", l->name);
		put_primitive("{name}_PRE({arguments});\n\t}\n", p);
	}
	put("\t}\n"
	    "\t(void)argument;\n"
	    "\treturn true;\n"
	    "}\n");
}

/* What a thread finds when its call returns. */
static void put_view(const struct layer *l)
{
	if (threads_at(l->level) == l)
		put_layer("\nbool runs_{layer}(thread_t t)\n"
		          "{\n\treturn {layer}_RUNS(t);\n}\n"
		          "\nbool lives_{layer}(thread_t t)\n"
		          "{\n\treturn {layer}_LIVES(t);\n}\n", l);
	if (l->has_view) {
		put_layer("\nbool view_{layer}(thread_t t)\n"
		          "{\n\treturn {layer}_VIEW(t);\n}\n"
		          "\nunsigned view_old_{layer}(thread_t t, struct region *out)\n"
		          "{\n\tconst struct region region[] = {{layer}_VIEW_OLD(t)};\n\n", l);
		put_regions();
	}
}

static void write_formulas(const char *folder, const struct layer *l)
{
	make_folder(folder);
	open_output(text("%s/formulas.c", folder));
	put_layer("/* Generated from {manifest}: the formulas of {layer} as functions. */\n"
	          "#include \"grade/spec.h\"\n"
	          "#include \"world.h\"\n", l);
	for (int i = 0; i < l->primitives; i++) {
		put_pre(&l->primitive[i]);
		put_step(&l->primitive[i]);
		put_post(&l->primitive[i]);
		put_assigns(&l->primitive[i]);
	}
	put_invariant(l);
	put_narrow(l);
	put_view(l);
	close_output();
}

/* ---- specs.c: a layer ----------------------------------------------------------------------- */

/* The members of its state, to name a byte of the world. */
static void put_fields(const struct layer *l)
{
	put_layer("static const struct field fields_{layer}[] = {\n", l);
	for (int i = 0; i < l->field.count; i++) {
		const char *name = l->field.name[i];

		put("\t{\"%s\", offsetof(struct %s_state, %s), "
		    "sizeof(((struct %s_state *)0)->%s), sizeof(((struct %s_state *)0)->%s%s)},\n",
		    name, l->name, name, l->name, name, l->name, name,
		    has(&l->array, name) ? "[0]" : "");
	}
	put("\t{NULL, 0, 0, 0},\n};\n");
}

/* The levels that count at the layer's; -1 ends the list. */
static void put_levels(const char *name, const struct layer *l,
                       bool (*counts)(const struct layer *l, int level))
{
	put("static const int %s_%s[] = {", name, l->name);
	for (int i = 0; i <= l->level; i++)
		if (counts(layer_at[i], l->level))
			put("%d, ", i);
	put("-1};\n");
}

static void put_all_levels(const struct layer *l)
{
	put_levels("invariants", l, invariant_lives);
	put_levels("live", l, live);
	put_levels("views", l, view_lives);
	put_layer("static const int speaks_{layer}[] = {", l);
	for (int i = 0; i <= l->level; i++)
		if (speaks_of(l, layer_at[i]))
			put("%d, ", i);
	put("-1};\n");
}

static void put_layer_row(const struct layer *l)
{
	const struct layer *threads = threads_at(l->level);

	put_layer("\t{\"{layer}\", \"{lab}\", {purpose}, ", l);
	put("%d, ", l->level - 1);
	put(init_at(l->level) ? "\"%s\", " : "NULL, ", init_at(l->level));
	put_layer("visible_{layer}, sizeof visible_{layer} / sizeof(u16), ", l);
	put_layer(l->state ? "{offsetof(struct world, {layer}), sizeof(struct {layer}_state), 1}"
	                   : "{0, 0, 0}", l);
	put_layer(", fields_{layer}, invariant_{layer}, narrow_{layer}, invariants_{layer}, "
	          "live_{layer}, speaks_{layer}, ", l);
	put_layer(l->has_view ? "view_{layer}, view_old_{layer}, " : "NULL, NULL, ", l);
	put_layer(threads != NULL ? "runs_{layer}, lives_{layer}, " : "NULL, NULL, ", threads);
	put_layer("views_{layer}, ", l);
	put("%s, ", l->assembly ? "true" : "false");
	put("%s, ", l->forwards.count > 0 ? "true" : "false");
	put("%s},\n", l->ground ? "true" : "false");
}

/* ---- specs.c -------------------------------------------------------------------------------- */

static void put_head(void)
{
	put_text("/* Generated from {manifest}: the deep specifications as data. */\n"
	         "#include \"grade/spec.h\"\n"
	         "#include \"world.h\"\n"
	         "\n"
	         "struct world *abs_, *abs_old_;\n"
	         "const size_t world_size = sizeof(struct world);\n"
	         "\n"
	         "unsigned spec_regions(struct region *out, const struct region *in, size_t n)\n"
	         "{\n"
	         "\tunsigned count = 0;\n"
	         "\n"
	         "\tfor (size_t i = 0; i < n; i++)\n"
	         "\t\tif (in[i].size > 0)\n"
	         "\t\t\tout[count++] = in[i];\n"
	         "\treturn count;\n"
	         "}\n");
}

/* What the formulas.c of all layers define. */
static void put_formulas(void)
{
	put("\n");
	for (int i = 0; i < primitive_count; i++)
		put_primitive("bool pre_{name}(const u32 *argument);\n"
		              "u32 step_{name}(const u32 *argument);\n"
		              "bool post_{name}(const u32 *argument, u32 RESULT);\n"
		              "unsigned assigns_{name}(const u32 *argument, "
		              "struct region *out);\n", primitive_at[i]);
	for (int i = 0; i < height; i++) {
		put_layer("bool invariant_{layer}(void);\n"
		          "bool narrow_{layer}(unsigned primitive, const u32 *argument);\n",
		          layer_at[i]);
		if (threads_at(i) == layer_at[i])
			put_layer("bool runs_{layer}(thread_t t);\n"
			          "bool lives_{layer}(thread_t t);\n", layer_at[i]);
		if (layer_at[i]->has_view)
			put_layer("bool view_{layer}(thread_t t);\n"
			          "unsigned view_old_{layer}(thread_t t, struct region *out);\n",
			          layer_at[i]);
	}
}

/* The levels of the layers that narrow it; -1 ends the list. */
static void put_narrowers(const struct primitive *p)
{
	put_primitive("static const int narrowers_{name}[] = {", p);
	for (int i = p->layer->level + 1; i < height; i++)
		if (narrows(layer_at[i], p))
			put("%d, ", i);
	put("-1};\n");
}

static void put_primitive_row(const struct primitive *p)
{
	put_primitive("\t{\"{name}\", \"{layer}\", {count}, {", p);
	for (int i = 0; i < p->arguments; i++)
		put("\"%s\", ", p->argument_name[i]);
	put("NULL}, {");
	for (int i = 0; i < p->arguments; i++)
		put("\"%s\", ", p->argument_type[i]);
	put("NULL}, ");
	put(p->returns ? "\"%s\", " : "NULL, ", p->type);
	put_primitive("pre_{name}, step_{name}, post_{name}, assigns_{name}, ", p);
	put("MODE_%s, %s, ", mode_name[p->mode], p->steps ? "true" : "false");
	put_primitive("narrowers_{name}},\n", p);
}

static void put_primitive_specs(void)
{
	put("\n");
	for (int i = 0; i < primitive_count; i++)
		put_narrowers(primitive_at[i]);
	put("\nconst struct primitive_spec primitive_specs[] = {\n");
	for (int i = 0; i < primitive_count; i++)
		put_primitive_row(primitive_at[i]);
	put("};\n"
	    "const unsigned primitive_spec_count = sizeof primitive_specs /\n"
	    "\tsizeof primitive_specs[0];\n\n");
}

/* While a program runs in ring 3, only what programs do can be called, and only then; the same of a
 * guest. */
static void put_mode_refuses(void)
{
	put("static const char *mode_refuses(unsigned primitive)\n{\n");
	for (int i = 0; i < height; i++)
		for (int mode = RING3; mode < MODES; mode++)
			if (has_mode(layer_at[i], mode)) {
				put("\tif (");
				put_in_mode(layer_at[i], mode);
				put(" != (primitive_specs[primitive].mode == MODE_%s))\n",
				    mode_name[mode]);
				put_layer("\t\treturn \"{layer}\";\n", layer_at[i]);
			}
	put("\t(void)primitive;\n"
	    "\treturn NULL;\n"
	    "}\n");
}

static void put_mode(void)
{
	put("enum mode spec_mode(void)\n{\n");
	for (int i = 0; i < height; i++)
		for (int mode = RING3; mode < MODES; mode++)
			if (has_mode(layer_at[i], mode)) {
				put("\tif (");
				put_in_mode(layer_at[i], mode);
				put(")\n\t\treturn MODE_%s;\n", mode_name[mode]);
			}
	put("\treturn MODE_KERNEL;\n}\n");
}

/* The number of the primitive of that name that is visible at a level. */
static int number_of(const char *name, int level)
{
	for (int i = 0; i < primitive_count; i++)
		if (strcmp(primitive_at[i]->name, name) == 0 && visible(primitive_at[i], level))
			return primitive_at[i]->number;
	return -1; /* stack.c has seen to it that it is there */
}

static void put_forwards(void)
{
	put("const struct forward forwards[] = {\n");
	for (int i = 0; i < height; i++)
		for (int k = 0; k < layer_at[i]->forwards.count; k++)
			put("\t{%d, %d},\n", forwarded(layer_at[i], k)->number,
			    number_of(layer_at[i]->forwards.name[k], i - 1));
	put("\t{UNKNOWN_PRIMITIVE, UNKNOWN_PRIMITIVE},\n"
	    "};\n\n");
}

static void put_layer_specs(void)
{
	put("\nconst struct layer_spec layer_specs[] = {\n");
	for (int i = 0; i < height; i++)
		put_layer_row(layer_at[i]);
	put("};\n"
	    "const unsigned layer_spec_count = %d;\n"
	    "const char spec_stack_name[] = \"%s\";\n"
	    "\n"
	    "const char *spec_refuses(const struct layer_spec *layer, unsigned primitive,\n"
	    "                         const u32 *argument)\n"
	    "{\n"
	    "\tconst struct primitive_spec *p = &primitive_specs[primitive];\n"
	    "\tconst char *refuses = mode_refuses(primitive);\n"
	    "\n"
	    "\tif (refuses != NULL)\n"
	    "\t\treturn refuses;\n"
	    "\tif (!p->pre(argument))\n"
	    "\t\treturn p->layer;\n"
	    "\tfor (const int *l = p->narrowers; *l >= 0 && &layer_specs[*l] <= layer; l++)\n"
	    "\t\tif (!layer_specs[*l].narrow(primitive, argument))\n"
	    "\t\t\treturn layer_specs[*l].name;\n"
	    "\treturn NULL;\n"
	    "}\n"
	    "\n"
	    "/* Then the processor's registers are in its frame. */\n"
	    "bool spec_switches(unsigned primitive, const u32 *argument)\n"
	    "{\n"
	    "\tstruct region region[MAX_REGIONS];\n"
	    "\tunsigned regions = primitive_specs[primitive].assigns(argument, region);\n"
	    "\n"
	    "\twhile (regions > 0 && region[regions - 1].offset !=\n"
	    "\t                      offsetof(struct world, Machine.cpu))\n"
	    "\t\tregions--;\n"
	    "\treturn regions > 0;\n"
	    "}\n", height, stack_name);
}

void write_specs(const char *folder)
{
	write_world(folder);
	for (int i = 0; i < height; i++)
		write_formulas(text("%s/%s", folder, layer_at[i]->name), layer_at[i]);
	open_output(text("%s/specs.c", folder));
	put_head();
	put_formulas();
	put("\n");
	for (int i = 0; i < height; i++) {
		put_fields(layer_at[i]);
		put_all_levels(layer_at[i]);
	}
	put_primitive_specs();
	put_mode_refuses();
	put_mode();
	put_forwards();
	/* From here on MAT is a member again, not a formula's word. */
	for (int i = 0; i < height; i++)
		if (layer_at[i]->state)
			put_layer("#undef {layer}\n", layer_at[i]);
	put_visible();
	put_layer_specs();
	close_output();
}
