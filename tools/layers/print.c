/* For people: what follows from the manifest, as text and as a picture. */
#include "write.h"

#include <string.h>

/* ---- the derivation ------------------------------------------------------------------------- */

static void put_names(const char *label, const struct names *names)
{
	if (names->count == 0)
		return;
	put("    %-9s", label);
	for (int i = 0; i < names->count; i++)
		put(" %s", names->name[i]);
	put("\n");
}

static void put_ground(const struct layer *l)
{
	put("\n    %s, a ground: it is trusted.\n    %s\n", l->name, l->purpose);
	put_names("adds", &l->adds);
}

static void put_step(const struct layer *l)
{
	put("\n%2d. %s |-[%s] ", layers_below(l->level) + 1, layer_at[l->level - 1]->name,
	    l->state ? l->name : "id");
	put_layer(l->assembly ? "{layer}.c (+) {layer}.S : {layer}\n"
	                      : "{layer}.c : {layer}\n", l);
	put("    %s\n", l->purpose);
	put_names("adds", &l->adds);
	put_names("hides", &l->hides);
	put_names("narrows", &l->narrows);
	put_names("restates", &l->restates);
	put("    state    ");
	for (int i = 0; i <= l->level; i++)
		if (live(layer_at[i], l->level))
			put(" %s", layer_at[i]->name);
	put("\n    memory    %s\n", l->owns ? "its own" : "none");
	put("    learns    %s\n", l->learns);
	for (int v = 0; v < l->variants; v++)
		put("    also by   %s.%s%s\n", l->name, l->variant[v].name,
		    l->variant[v].owns ? " owns" : "");
}

/* All grounds of the stack, or all its layers. */
static void put_sum(bool ground)
{
	const char *plus = "";

	for (int i = 0; i < height; i++) {
		if (layer_at[i]->ground != ground)
			continue;
		put("%s%s", plus, layer_at[i]->name);
		plus = " (+) ";
	}
}

void print_derivation(void)
{
	put("Stack %s: %d layers.\n"
	    "\n"
	    "    \"L |-[R] M : K\"\n"
	    "\n"
	    "reads: module M, run over layer L, implements layer K under the relation R.\n"
	    "Each step stacks vertically on the one above it; (+) composes two modules "
	    "horizontally,\n"
	    "over one underlay and one state, with disjoint names.  A ground joins what lies below "
	    "it.\n",
	    stack_name, layers_below(height));
	for (int i = 0; i < height; i++) {
		if (layer_at[i]->ground)
			put_ground(layer_at[i]);
		else
			put_step(layer_at[i]);
	}
	put("\nHence ");
	put_sum(true);
	put(" |- ");
	put_sum(false);
	put(" : %s, by %d vertical steps.\n", layer_at[height - 1]->name, layers_below(height));
	for (int i = absent_count; i-- > 0;)
		put("Not here: %s, %s/%s\n", absent[i]->name, root, absent[i]->room);
}

/* ---- the picture ---------------------------------------------------------------------------- */

static void put_html(const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '&' || *text == '<' || *text == '>')
			put("&#%d;", *text);
		else
			put("%c", *text);
	}
}

static void put_node(const struct layer *l)
{
	put_layer("\t\t{layer} [label=<<table border=\"0\" cellspacing=\"0\" cellpadding=\"1\"><tr>"
	          "<td width=\"90\" align=\"left\"><b>{layer}</b></td>"
	          "<td width=\"520\" align=\"left\">", l);
	put_html(l->purpose);
	put("</td></tr></table>>, tooltip=\"");
	for (int i = 0; i < l->adds.count; i++)
		put("%s%s", i > 0 ? " " : "", l->adds.name[i]);
	put_layer("\", URL=\"\\ref {layer}.h\"", l);
	put_layer(l->ground ? ", style=dashed];\n" : ", fillcolor=\"/pastel19/{lab}\"];\n", l);
}

/* The lab in which a layer is written, or that which a ground is there for. */
static const char *lab_of(int level)
{
	while (level + 1 < height && layer_at[level]->ground)
		level++;
	return layer_at[level]->lab;
}

/* A box a lab, and in it one a layer.  An edge that nobody sees puts each layer on its underlay. */
void print_dot(void)
{
	const char *lab = "";

	put_text("digraph {stack} {\n"
	         "\trankdir=BT;\n"
	         "\tranksep=0.04;\n"
	         "\tfontname=\"sans-serif\";\n"
	         "\tlabeljust=l;\n"
	         "\tlabelloc=b;\n"
	         "\tnode [shape=box, style=filled, height=0, margin=\"0.05,0.01\",\n"
	         "\t      fontname=\"sans-serif\", fontsize=12];\n"
	         "\tedge [style=invis];\n");
	for (int i = 0; i < height; i++) {
		if (strcmp(lab, lab_of(i)) != 0) {
			put("%s", *lab != '\0' ? "\t}\n" : "");
			lab = lab_of(i);
			put("\tsubgraph cluster_%s {\n"
			    "\t\tlabel=\"Lab %s\";\n"
			    "\t\tcolor=gray;\n"
			    "\t\tURL=\"\\ref lab%s\";\n", lab, lab, lab);
		}
		put_node(layer_at[i]);
	}
	put("\t}\n");
	for (int i = 1; i < height; i++)
		put_layer("\t{underlay} -> {layer};\n", layer_at[i]);
	put("}\n");
}
