/* report.h: what was found, for people and for machines. */
#ifndef REPORT_H
#define REPORT_H

#include "judge.h"
#include "util.h"

/* On the terminal: the stack as a picture with marks and points, then every failure. */
void report_screen(const struct verdicts *verdicts, FILE *out, bool colour);
/* One trace, what the specification says and what came back side by side. */
void report_calls(const struct trace_verdict *v, FILE *out);
/* One call of a trace: the calls before it, what the specification says and what came back. */
void report_call(const struct trace_verdict *v, unsigned call, FILE *out);
/* Gradescope's results.json; a page that needs no other file. */
void report_json(const struct verdicts *verdicts, const char *file);
void report_html(const struct verdicts *verdicts, const char *file);

/* Add text to a page as text, whatever is in it. */
void html(struct text *t, const char *text);

#endif
