/* symbols.h: the kernel's own symbol table, made by symbols.awk after the first link. */
#ifndef SYMBOLS_H
#define SYMBOLS_H

#include <machine.h>

extern const struct symbol symbol_table[]; /* ascending addresses */
extern const u32 symbol_count;

#endif
