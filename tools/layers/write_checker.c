/* For the checker (grade/check/subject.h): the module of a layer, with the checker in the place of
 * its underlay. */
#include "write.h"

static void put_stub(const struct primitive *p)
{
	put_primitive("\n"
	              "{type} {name}({parameters})\n"
	              "{\n"
	              "\tconst u32 argument[] = {{values}};\n"
	              "\n"
	              "\t{return}underlay_call({number}, argument);\n"
	              "}\n", p);
}

static void put_case(const struct primitive *p)
{
	put_primitive("\tcase {number}:\n"
	              "\t\t{return}{name}(", p);
	for (int i = 0; i < p->arguments; i++)
		put("%sargument[%d]", i > 0 ? ", " : "", i);
	put(");\n%s", p->returns ? "" : "\t\treturn 0;\n");
}

void write_wrapper(const struct layer *l)
{
	put_text("/* Generated from {manifest}. */\n"
	         "#include <underlay.h>\n"
	         "\n"
	         "#undef EXERCISE\n"
	         "#define EXERCISE(hint) not_written()\n"
	         "\n"
	         "u32 underlay_call(u32 primitive, const u32 *argument);\n"
	         "_Noreturn void not_written(void);\n");
	for (int i = 0; i < primitive_count; i++)
		if (callable(primitive_at[i], l->level - 1))
			put_stub(primitive_at[i]);
	put_layer("\n"
	          "#include MODULE\n"
	          "\n"
	          "const char subject_layer[] = \"{layer}\";\n"
	          "\n"
	          "u32 subject_call(u32 primitive, const u32 *argument)\n"
	          "{\n"
	          "\t(void)argument;\n"
	          "\tswitch (primitive) {\n", l);
	for (int i = 0; i < l->primitives; i++)
		if (l->primitive[i].mode == KERNEL)
			put_case(&l->primitive[i]);
	put("\t}\n"
	    "\treturn 0;\n"
	    "}\n");
	put_layer("\n"
	          "#ifndef RELATION_SAYS\n"
	          "#define RELATION_SAYS \"\"\n"
	          "#endif\n"
	          "const char subject_relation_says[] = RELATION_SAYS;\n"
	          "\n"
	          "#undef EXERCISE\n"
	          "#define EXERCISE(hint) (relation_not_written(), 0)\n"
	          "_Noreturn void relation_not_written(void);\n"
	          "\n"
	          "#ifdef RELATION\n"
	          "#include <world.h>\n"
	          "#include RELATION\n"
	          "_Bool subject_relation(void)\n"
	          "{\n"
	          "\treturn {layer}_RELATION;\n"
	          "}\n"
	          "#else\n"
	          "_Bool subject_relation(void)\n"
	          "{\n"
	          "\treturn 1;\n"
	          "}\n"
	          "#endif\n", l);
}
