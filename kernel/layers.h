/* layers.h: the stack as data.  tools/layers generates the tables from kernel/stack into
 * build/STACK/table.c; probe and monitor read them. */
#ifndef LAYERS_H
#define LAYERS_H

#include <types.h>

struct primitive {
	const char *name;
	const char *layer;      /* the layer that adds it */
	void (*function)(void); /* called through the probe's assembly shim with u32 arguments;
	                           0: an instruction of programs in ring 3 */
	u8 arguments;           /* number of u32 arguments, at most 6 */
	u8 returns;             /* 1 if it returns a u32, 0 for void */
};

struct layer {
	const char *name;
	const char *lab;
	const char *purpose; /* one line for people */
	const u16 *visible;  /* indices into primitive_table, ascending */
	u32 visible_count;
	u32 number;          /* from 1 for the lowest layer; 0 for a ground, which is none */
};

extern const char stack_name[];
extern const struct primitive primitive_table[];
extern const u32 primitive_count;
extern const struct layer layer_table[]; /* bottom to top */
extern const u32 layer_count;

#endif
