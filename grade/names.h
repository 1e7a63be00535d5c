/* names.h: what may stand in the text of a trace for the same text, written out.
 *
 *	thread_kill({READY_QUEUE}, {NTHREADS - 1})       numbers, by the names of sizes.h and
 *	                                                 syscall.h
 *	each t 1 .. NTHREADS - 1: thread_spawn(entry#{t % 8})
 *	each t 1 .. NTHREADS - 1 by 2: set_state({t}, 2); enqueue({t - 1}, {t})
 *
 * In braces there are numbers, names, the t of `each`, + - * / % and parentheses, with 32 bits.
 * So a trace is good in every term (term.h).
 */
#ifndef NAMES_H
#define NAMES_H

struct line {
	char *text;
	unsigned number; /* of the file's line that it comes from */
};

/* The lines of a file's text, written out; the text is cut up.  Returns how many there are. */
unsigned lines_of(const char *file, char *text, struct line **lines);

#endif
