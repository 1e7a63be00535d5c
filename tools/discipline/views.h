/* The four views of a module.  Each is taken only if the ones before found nothing. */
#ifndef VIEWS_H
#define VIEWS_H

#include "object.h"
#include "tokens.h"

struct module {
	const char *source;
	bool is_c;
	struct token *raw;        /* the file as written */
	struct object objects[2]; /* -O2 and -O0 of C, or one of assembly */
	int count;
};

/* The relation of a layer without code, which has no other view: relation.c, for `source` */
void check_relation(void);

/* 1. text.c: fills in raw */
void check_text(struct module *m);

/* 2. declarations.c: the tokens after the preprocessor; pointers.c is its helper */
void check_declarations(const struct token *program);
void check_pointer_has_value(const struct token *program, const struct token *name, bool has_value);

/* The names of types: those of <underlay.h> are put in by view 1. */
extern struct names types;

/* 3. compiler.c: what the compiler says, views 1 and 2 included; constants.c is its helper */
void check_c(struct module *m);
void check_assembly(struct module *m);
void check_constants_gcc(char *gimple);
void check_constants_clang(char *tree, int first_line);

/* 4. links.c, code.c, calls.c: the objects of both files */
void check_symbols(const struct module *m, const struct object *o);
void check_undefined(const struct module *m, const struct object *o, const struct module *other);
void check_references(const struct module *m, const struct object *o, const struct module *other);
void check_instructions(const struct module *m, const struct object *o);
void check_stack_use(const struct object *o);
void check_recursion(const struct module *m, const struct object *o);

#endif
