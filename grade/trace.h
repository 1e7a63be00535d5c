/* trace.h: a trace, which is a readable list of calls and what they return.
 *
 *	# what this trace covers
 *	layer MAT
 *	memory 64M                            RAM of the machine, 64M unless said
 *	row 0x00800000 0x02000000 usable      the memory map, one row a line: base, length, and
 *	row 0x02800000 0x1000 reserved        usable or reserved; without any, one usable row
 *	mat_init()
 *	palloc() = 2048
 *	set_sp(1, stack#1)                    stack#n: the highest word of stack slot n
 *	set_ra(1, entry#1)                    entry#k: the probe's k-th entry point
 *	kctx_switch(0, 1) = entry#1           control went to entry#1
 *	kctx_switch(1, 0) = resume@7          call 7 of this trace, counted from 1, returned
 *
 *	uctx_run(1) = user#0                  a program starts, at the k-th entry point of the probe
 *	                                      in ring 3
 *	image 0 0x464c457f 0x00010101         words of the image of program 0; further rows go on
 *	svm_run() = guest#0                   the same of the guest
 *	guests none                           the processor has no guests
 *	only qemu                             other emulators cannot run it, or run it wrongly
 *	only hyp                              it is of that stack: others lack what it calls
 *	stack_init()                          what is to be called first of all, in any stack
 *
 * Results are optional.  Numbers are decimal or 0x hexadecimal.  names.h has what stands for them,
 * and for many lines.
 */
#ifndef TRACE_H
#define TRACE_H

#include "names.h"
#include "spec.h"

#include <sizes.h>
#include <stdbool.h>
#include <stdio.h>

#define TRACE_ROWS    64u
#define TRACE_CALLS   32768u
#define TRACE_ENTRIES 8u

enum value_kind {
	VALUE_NONE, VALUE_NUMBER, VALUE_STACK, VALUE_ENTRY, VALUE_RING3, VALUE_GUEST, VALUE_RESUME
};

struct value {
	enum value_kind kind;
	u32 number; /* of the stack slot, the entry point or the call, or the number itself */
};

struct trace_row {
	u64 base;
	u64 length;
	bool usable;
};

struct trace_image {
	u32 *word;
	unsigned words;
};

struct trace_call {
	unsigned line; /* of the file */
	unsigned text; /* index into the trace's lines */
	unsigned primitive; /* index into primitive_specs */
	bool is_init;       /* written as stack_init() */
	struct value argument[MAX_ARGUMENTS];
	struct value result; /* VALUE_NONE: not written in the trace, or none */
};

struct trace {
	const char *file;
	const char *covers; /* the first comment, or "" */
	unsigned layer;     /* index into layer_specs */
	unsigned memory;    /* RAM in MiB */
	bool no_guests;     /* the processor is one that cannot run guests */
	bool only_qemu;
	bool of_other_stack; /* then nothing behind that is read */
	struct trace_row row[TRACE_ROWS];
	unsigned rows;
	struct trace_image image[NIMAGES];
	unsigned images;
	struct trace_call *call;
	unsigned calls;
	struct line *text; /* to write it again */
	unsigned lines;
};

/* Read a trace; a mistake in it ends the program with "FILE:LINE: what is wrong". */
struct trace *trace_read(const char *file);
/* Read it only up to its layer. */
unsigned trace_layer(const char *file);

/* Write the trace as it was read, every call with the result that it has now. */
void trace_write(const struct trace *trace, FILE *out);

/* The text of a call without its result; of a value.  To be freed. */
char *call_text(const struct trace_call *call);
char *value_text(struct value value);

/* The number that the value stands for, in the trace's kernel; not for entries. */
u32 value_number(struct value value);

/* Index into layer_specs, or -1. */
int layer_find(const char *name);

#endif
