/* symbols.h: the kernel's own tables of symbols and lines, made by symbols.awk and lines.awk after
 * the first link. */
#ifndef SYMBOLS_H
#define SYMBOLS_H

#include <machine.h>

extern const struct symbol symbol_table[]; /* ascending addresses */
extern const u32 symbol_count;

/* Where the code of a line of source begins; line 0: code that has none. */
struct line {
	u32 address;
	const char *file;
	u32 line;
};
extern const struct line line_table[]; /* ascending addresses */
extern const u32 line_count;

#endif
