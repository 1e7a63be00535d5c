/* For tools/prove: C and ACSL with all there is to prove of a layer's executable spec, or of its
 * module over an underlay known by contract only. */
#include "write.h"

#include <string.h>
#include <unistd.h>

/* One abstract state a layer, a predicate for its invariant, and one for all that hold at it.  In
 * the proof of a spec, what was restated below `top` is gone for the specs that it calls, too. */
static void put_states(int top, bool of_module)
{
	for (int i = 0; i <= top; i++)
		put_layer("#include <{layer}.h>\n", layer_at[i]);
	put("\n");
	for (int i = 0; i <= top; i++)
		if (layer_at[i]->state)
			put_layer(layer_at[i]->ground ? "extern struct {layer}_state {layer};\n"
			                              : "struct {layer}_state {layer};\n",
			          layer_at[i]);
	put("\n/*@\n");
	for (int i = 0; i <= top; i++)
		if (layer_at[i]->invariant.layers.count > 0)
			put_layer("predicate invariant_{layer}{L} = {layer}_INVARIANT;\n",
			          layer_at[i]);
	for (int i = 0; i <= top; i++) {
		put_layer("predicate at_{layer}{L} = \\true", layer_at[i]);
		for (int k = 0; k <= i; k++)
			if (layer_at[k]->invariant.layers.count > 0 &&
			    invariant_lives(layer_at[k], i) &&
			    (of_module || invariant_lives(layer_at[k], top)))
				put(" && invariant_%s", layer_at[k]->name);
		put(";\n");
	}
	put("*/\n");
}

/* What passes through has below and above the same POST, word for word, so that there is nothing to
 * prove of it.  It is left out where provers do not see that: they find a named formula under
 * quantifiers again only if no sum is among its arguments. */
static bool says_post(const struct primitive *p, const struct layer *over)
{
	return !p->steps && (over == NULL || over == p->layer || !p->layer->names);
}

/* What holds before a call (requires ... PRE) or after it (ensures ... POST). */
static void put_clauses(const char *clause, const char *formula, const struct primitive *p,
                        const struct layer *at, const struct layer *over)
{
	put("    %s INVARIANT: at_%s;\n", clause, at->name);
	if (over != NULL) {
		put("    %s INVARIANT: at_%s;\n", clause, over->name);
		put("    %s RELATION: relation;\n", clause);
	}
	if (strcmp(formula, "POST") == 0 && !says_post(p, over))
		return;
	put("    %s %s: %s_%s(", clause, formula, p->name, formula);
	put_primitive("{arguments});\n", p);
}

/* What the layers between narrow of when p may be called. */
static void put_narrowings(const struct primitive *p, const struct layer *at)
{
	for (int i = p->layer->level + 1; i <= at->level; i++) {
		if (!narrows(layer_at[i], p))
			continue;
		put("    requires NARROWED: %s_", layer_at[i]->name);
		put_primitive("{name}_PRE({arguments});\n", p);
	}
}

/* While a program runs in ring 3, or a guest, what is not theirs cannot be called. */
static void put_mode(const struct primitive *p, const struct layer *at)
{
	for (int i = 0; i <= at->level; i++)
		for (int mode = RING3; mode < MODES; mode++)
			if (p->mode != (enum mode)mode && has_mode(layer_at[i], mode)) {
				put("    requires %s: !", mode_name[mode]);
				put_in_mode(layer_at[i], mode);
				put(";\n");
			}
}

/* The contract of PREFIXp at a layer, on a prototype.  With `over`, the layer whose module is
 * proved, it is the square of a forward simulation: both invariants and the relation hold before
 * and after.  The module's own functions may also write its memory and the state it restates. */
static void put_contract(const char *prefix, const struct primitive *p, const struct layer *at,
                         const struct layer *over)
{
	put("\n/*@\n");
	put_clauses("requires", "PRE", p, at, over);
	put_narrowings(p, over != NULL ? over : at);
	put_mode(p, over != NULL ? over : at);
	put_primitive("    terminates \\true;\n"
	              "    assigns {name}_ASSIGNS({arguments})", p);
	if (over == p->layer) {
		put_layer(", {layer}_PRIVATE", over);
		for (int i = 0; i < over->restates.count; i++)
			put(", %s", over->restates.name[i]);
	}
	put(";\n");
	put_clauses("ensures", "POST", p, at, over);
	put("*/\n%s %s", p->type, prefix);
	put_primitive("{name}({parameters});\n", p);
}

static void put_underlay(const struct layer *underlay)
{
	put_layer("\n/* The underlay, {layer}: known by contract only. */\n", underlay);
	for (int i = 0; i < primitive_count; i++)
		if (visible(primitive_at[i], underlay->level))
			put_contract("", primitive_at[i], underlay, NULL);
}

/* A layer without a relation has no memory and shares all its state with the layers below. */
static bool has_relation(const char *file)
{
	return access(text("%s.rel.h", file), F_OK) == 0;
}

/* The module's file and that of its relation, X or X.VARIANT before the ending. */
static void put_module(const struct layer *l, const char *variant)
{
	const char *file = text("%s/%s/%s%s%s", root, l->room, l->name, variant != NULL ? "." : "",
	                        variant != NULL ? variant : "");

	put("\n/* underlay.h has said it all. */\n"
	    "#define UNDERLAY_H\n");
	if (has_relation(file))
		put("#include \"%s.rel.h\"\n", file);
	else
		put("#define %s_RELATION \\true\n"
		    "#define %s_PRIVATE NOTHING\n", l->name, l->name);
	/* That of a layer without code lies among what is generated, its steps are in the room. */
	if (l->forwards.count > 0)
		put("#include \"%s.step.h\"\n", file);
	put("#include \"%s.c\"\n"
	    "\n"
	    "/*@ predicate relation{L} = %s_RELATION; */\n",
	    l->forwards.count > 0 ? l->name : file, l->name);
}

static void put_start(const struct layer *l, const struct layer *underlay)
{
	put("\n/* Every state starts from zero, except that of the grounds. */\n"
	    "/*@ predicate at_start{L} = \\true");
	for (int i = 0; i < l->level; i++) {
		if (!layer_at[i]->ground)
			continue;
		if (layer_at[i]->invariant.layers.count > 0)
			put_layer(" && invariant_{layer}", layer_at[i]);
		put_layer(" && {layer}_START", layer_at[i]);
	}
	put("; */\n"
	    "/*@ assigns \\nothing;\n"
	    "    ensures INVARIANT: at_start ==> at_%s && at_%s;\n"
	    "    ensures RELATION: at_start ==> relation;\n"
	    "*/\n"
	    "void start(void)\n"
	    "{\n"
	    "}\n", underlay->name, l->name);
}

/* The layer's spec may say what provers do not find by themselves of a call that passes through. */
static void put_passing_call(const struct primitive *p, const struct layer *l)
{
	put("#ifdef %s_%s_KEEPS\n", l->name, p->name);
	put_primitive(p->returns ? "\t{type} result = {name}({arguments});\n"
	                         : "\t{name}({arguments});\n", p);
	put("\t//@ assert KEEPS: %s_", l->name);
	put_primitive("{name}_KEEPS({arguments});\n", p);
	put(p->returns ? "\treturn result;\n" : "");
	put_primitive("#else\n"
	              "\t{return}{name}({arguments});\n"
	              "#endif\n", p);
}

/* What is visible below and above the module does the same below and above. */
static void put_passing(const struct layer *l, const struct layer *underlay)
{
	put("\n/* What passes through keeps the invariants and the relation. */\n");
	for (int i = 0; i < primitive_count; i++) {
		const struct primitive *p = primitive_at[i];

		if (p->layer == l || !visible(p, l->level))
			continue;
		put_contract("pass_", p, underlay, l);
		put_primitive("{type} pass_{name}({parameters})\n"
		              "{\n", p);
		put_passing_call(p, l);
		put("}\n");
	}
}

static void put_proof_of_module(const struct layer *l, const char *variant)
{
	const struct layer *underlay = layer_at[l->level - 1];

	put_underlay(underlay);
	put_module(l, variant);
	for (int i = 0; i < l->primitives; i++)
		put_contract("", &l->primitive[i], underlay, l);
	put_start(l, underlay);
	put_passing(l, underlay);
}

void write_contracts(const struct layer *l, bool of_module, const char *variant)
{
	put_text("/* Generated from {manifest}: what there is to prove of the ");
	put("%s of %s. */\n", of_module ? "module" : "spec", l->name);
	put_states(l->level, of_module);
	put("\n/* The executable specifications. */\n");
	for (int i = 0; i < primitive_count; i++)
		if (primitive_at[i]->layer->level <= l->level)
			put_contract("spec_", primitive_at[i], primitive_at[i]->layer, NULL);
	put("\n#include \"%s/%s/%s.spec.c\"\n", root, l->room, l->name);
	if (of_module)
		put_proof_of_module(l, variant);
}
