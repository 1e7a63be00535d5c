/* An object file, read from its ELF tables. */
#ifndef OBJECT_H
#define OBJECT_H

#include "basics.h"

#include <elf.h>

struct section {
	const char *name;
	Elf32_Shdr header;
	const unsigned char *bytes;
};

struct symbol {
	const char *name; /* a section's symbol has the section's name */
	Elf32_Sym entry;
	unsigned char type, binding;
	const struct section *section; /* NULL: undefined, absolute or common */
};

struct relocation {
	const struct section *section; /* that is to be changed */
	unsigned offset, type;
	long addend;
	const struct symbol *symbol;
};

struct instruction {
	const struct section *section;
	unsigned address, end;
	int line;
	const char *function;
	const char *mnemonic, *operands; /* operands: "" where there are none */
	const char *target;              /* the function a direct call or jump names, or "" */
};

struct object {
	const char *path;  /* of a directory that is removed in the end */
	const char *stack; /* the compiler's file of stack use, or NULL */
	struct section *sections;
	struct symbol *symbols;
	struct relocation *relocations;
	struct instruction *instructions;
	int section_count, symbol_count, relocation_count, instruction_count;
};

void object_read(struct object *o);

bool is_code(const struct section *s);
bool is_memory(const struct symbol *s); /* that a program can write */
bool is_undefined(const struct symbol *s);
bool is_global(const struct symbol *s);   /* and defined here */
bool is_function(const struct symbol *s); /* defined here or elsewhere */
const struct symbol *global(const struct object *o, const char *name); /* NULL: none */

/* A relocation inside an instruction; NULL: none.  Starts with *from, and moves it on. */
const struct relocation *relocation_in(const struct object *o, const struct instruction *in,
                                       int *from);
/* The instruction that holds a byte of a section; NULL: none */
const struct instruction *instruction_at(const struct object *o, const struct section *s,
                                         unsigned address);

#endif
