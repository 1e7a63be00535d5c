/* lanes.h: a trace as a picture of its threads.  Each has a column, time goes downwards, a call
 * stands in the column of the thread that makes it, and where control goes to another thread there
 * is a line.  A thread has the number of its stack slot. */
#ifndef LANES_H
#define LANES_H

#include "judge.h"
#include "util.h"

/* The thread that makes call n, counted from 1. */
u32 lanes_thread(const struct expected *expected, unsigned n);

/* Do several threads take part, up to the failing call if there is one? */
bool lanes_several(const struct trace_verdict *v);

/* All of a trace, by the specifications alone. */
void lanes_print(const struct trace *trace, const struct expected *expected, FILE *out);

/* For a page: what leads to the failing call, where control goes by the specification, and where it
 * went. */
void lanes_html(struct text *t, const struct trace_verdict *v);

#endif
