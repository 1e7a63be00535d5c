/* report.c: what was found, for people and for machines. */
#include "report.h"

#include "lanes.h"
#include "util.h"

#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#define GREEN  "32"
#define RED    "31"
#define YELLOW "33"
#define BOLD   "1"
#define FAINT  "2"

static bool coloured;

/* Points with at most one digit behind the point. */
static char *points_text(double points)
{
	char *text = print("%.1f", points);
	size_t length = strlen(text);

	if (text[length - 1] == '0')
		text[length - 2] = 0;
	return text;
}

static char *stack_text(const struct verdicts *verdicts)
{
	return verdicts->emulator ? print("stack %s in %s", spec_stack_name, verdicts->emulator)
	                          : print("stack %s", spec_stack_name);
}

/* The points there are, and those that a broken layer keeps layers above it from getting.  All of
 * these wait for the same layer, the lowest one that fails. */
static char *total_text(const struct verdicts *verdicts)
{
	const char *waits_for = 0;
	double waiting = 0;
	struct text t = { 0 };

	for (unsigned i = 0; i < layer_spec_count; i++) {
		const struct layer_verdict *v = &verdicts->layer[i];

		if (v->trace != MARK_WAITING)
			continue;
		waits_for = v->waits_for;
		waiting += v->trace_most - v->trace_points;
	}
	text_add(&t, "%s of %s points", points_text(verdicts->points), points_text(verdicts->most));
	if (waiting > 0)
		text_add(&t, ", %s more wait for %s", points_text(waiting), waits_for);
	if (verdicts->left_out > 0)
		text_add(&t, ", %u traces left out that want more memory", verdicts->left_out);
	if (verdicts->not_taken > 0)
		text_add(&t, ", %u traces not taken", verdicts->not_taken);
	if (verdicts->only_qemu > 0)
		text_add(&t, ", %u traces left out that are for QEMU alone", verdicts->only_qemu);
	return t.at;
}

/* The text in a colour, padded to a width first. */
static void put(FILE *out, const char *colour, int width, const char *text)
{
	if (coloured && colour)
		fprintf(out, "\033[%sm%-*s\033[0m", colour, width, text);
	else
		fprintf(out, "%-*s", width, text);
}

static const char *mark_colour(enum mark mark)
{
	static const char *const colour[] = { FAINT, GREEN, RED, YELLOW, YELLOW };

	return colour[mark];
}

static void put_lines(FILE *out, const char *indent, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");

		fprintf(out, "%s%.*s\n", indent, (int)n, text);
		text += n + (text[n] == '\n');
	}
}

/* ---- the stack as a picture ----------------------------------------------------------------- */

static int name_width(void)
{
	size_t width = 0;

	for (unsigned i = 0; i < layer_spec_count; i++) {
		size_t n = strlen(layer_specs[i].name);

		width = n > width ? n : width;
	}
	return (int)width;
}

static void put_edge(FILE *out, int width, char c)
{
	fprintf(out, "  +");
	for (int i = 0; i < width + 2; i++)
		fputc(c, out);
	fprintf(out, "+\n");
}

/* Does each trace that fails come to an exercise that is not written yet? */
static bool traces_unwritten(const struct layer_verdict *v)
{
	for (unsigned i = 0; i < v->trace_count; i++) {
		if (v->traces[i].mark == MARK_FAIL && !v->traces[i].unwritten)
			return false;
	}
	return v->trace == MARK_FAIL;
}

static const char *refinement_text(const struct layer_verdict *v)
{
	return v->refinement_unwritten ? "not written" : mark_name[v->refinement];
}

static char *trace_text(const struct layer_verdict *v)
{
	if (v->trace == MARK_NONE)
		return print("-");
	if (v->trace == MARK_WAITING)
		return print("waiting for %s", v->waits_for);
	if (traces_unwritten(v))
		return print("not written %u/%u", v->passed, v->trace_count);
	return print("%s %u/%u", mark_name[v->trace], v->passed, v->trace_count);
}

/* "7.8/14"; nothing to be had for a layer of no published lab. */
static char *layer_points_text(const struct layer_verdict *v)
{
	char *got = points_text(v->refinement_points + v->trace_points);
	char *most = points_text(v->refinement_most + v->trace_most);
	char *text = v->refinement_most + v->trace_most > 0 ? print("%s/%s", got, most)
	                                                    : print("-");

	free(got);
	free(most);
	return text;
}

static void put_layer(FILE *out, const struct layer_verdict *v, int width)
{
	char *points = layer_points_text(v);
	char *trace = trace_text(v);

	fprintf(out, "  | %-*s |  ", width, v->layer->name);
	if (v->layer->machine) {
		put(out, FAINT, 0, "the ground: trusted");
	} else if (v->compile) {
		put(out, RED, 46, "does not compile");
		fputs(points, out);
	} else {
		put(out, mark_colour(v->discipline), 12, mark_name[v->discipline]);
		put(out, v->refinement_unwritten ? YELLOW : mark_colour(v->refinement), 12,
		    refinement_text(v));
		put(out, traces_unwritten(v) ? YELLOW : mark_colour(v->trace), 22, trace);
		fputs(points, out);
	}
	fputc('\n', out);
	free(points);
	free(trace);
}

/* The layers that were graded, topmost first, lab by lab, and what they stand on. */
static void put_stack(FILE *out, const struct verdicts *verdicts)
{
	int width = name_width();
	const char *lab = "";

	fprintf(out, "Strata, %s\n\n", stack_text(verdicts));
	fprintf(out, "  %-*s  discipline  refinement  %-22spoints\n", width + 4, "layer", "trace");
	for (unsigned i = layer_spec_count; i-- > 0;) {
		const struct layer_verdict *v = &verdicts->layer[i];

		if (!v->layer->machine && !v->graded)
			continue;
		if (strcmp(v->layer->lab, lab) != 0)
			put_edge(out, width, v->layer->machine ? '=' : '-');
		lab = v->layer->lab;
		put_layer(out, v, width);
	}
	put_edge(out, width, '=');
}

/* ---- failures ------------------------------------------------------------------------------- */

static void put_failing_call(FILE *out, const struct trace_verdict *v)
{
	fprintf(out, "           the spec says:  %s\n", v->wanted);
	fprintf(out, "           what came back: ");
	put(out, RED, 0, v->got);
	fputc('\n', out);
}

/* Who makes call n, as a column before it, if several threads take part. */
static char *maker_text(const struct trace_verdict *v, unsigned n)
{
	bool known = v->call == 0 || n <= v->call; /* in the kernel, too */
	char *text = known ? print("thread %u:", lanes_thread(v->expected, n)) : print("%s", "");
	char *column = lanes_several(v) ? print("%-10s ", text) : print("%s", "");

	free(text);
	return column;
}

static void put_trace_failure(FILE *out, const struct trace_verdict *v)
{
	const struct trace *t = v->trace;
	unsigned before = 0;

	put(out, BOLD, 0, layer_specs[t->layer].name);
	fprintf(out, ", call %u: ", v->call);
	put(out, BOLD, 0, call_text(&t->call[v->call - 1]));
	fprintf(out, "   (%s)\n", *t->covers ? t->covers : t->file);
	for (unsigned i = 0; i < v->leads; i++) {
		unsigned n = v->lead[i];
		char *result = value_text(t->call[n - 1].result);
		char *maker = maker_text(v, n);

		if (n != before + 1)
			fprintf(out, "           ...\n");
		fprintf(out, "   %6u  %s%s%s%s\n", n, maker, call_text(&t->call[n - 1]),
		        *result && n != v->call ? " = " : "", n != v->call ? result : "");
		before = n;
		free(maker);
		free(result);
	}
	put_failing_call(out, v);
	if (v->console) {
		fprintf(out, "           the console's last lines:\n");
		put_lines(out, "             ", v->console);
	}
	fprintf(out, "   trace:  %s:%u\n", t->file, t->call[v->call - 1].line);
	fprintf(out, "   replay: make replay TRACE=%s CALL=%u\n\n", t->file, v->call);
}

static bool trace_fails(const struct trace_verdict *v)
{
	return v->ran && v->mark == MARK_FAIL && !v->unwritten;
}

/* The failing trace with the fewest calls up to the failure, or 0. */
static const struct trace_verdict *shortest_failure(const struct layer_verdict *v)
{
	const struct trace_verdict *shortest = 0;

	for (unsigned i = 0; i < v->trace_count; i++) {
		if (trace_fails(&v->traces[i]) &&
		    (!shortest || v->traces[i].call < shortest->call))
			shortest = &v->traces[i];
	}
	return shortest;
}

enum { OTHERS_SHOWN = 4 };

/* What to do about a trace that is not at its end after a minute. */
static const char *what_if_silent(const struct layer_verdict *v)
{
	return shortest_failure(v) ? "mend the other traces of this layer first" : "run it again";
}

/* One trace in full, as many often fail for one reason; a line for every other one. */
static void put_trace_failures(FILE *out, const struct layer_verdict *v)
{
	const struct trace_verdict *shortest = shortest_failure(v);
	unsigned others = 0;

	if (shortest)
		put_trace_failure(out, shortest);
	for (unsigned i = 0; i < v->trace_count; i++) {
		const struct trace_verdict *trace = &v->traces[i];
		const struct trace_call *call;

		if (!trace_fails(trace) || trace == shortest)
			continue;
		if (others++ >= OTHERS_SHOWN)
			continue;
		call = &trace->trace->call[trace->call - 1];
		fprintf(out, "   also: %s:%u, call %u: %s\n", trace->trace->file, call->line,
		        trace->call, call_text(call));
	}
	if (others > OTHERS_SHOWN)
		fprintf(out, "   and %u more: see report.html in the build folder\n",
		        others - OTHERS_SHOWN);
	if (others)
		fputc('\n', out);
}

static enum mark mark_of_layer(const struct layer_verdict *v)
{
	if (v->layer->machine || !v->graded)
		return MARK_NONE;
	if (v->absent || v->refinement == MARK_FAIL || v->trace == MARK_FAIL)
		return MARK_FAIL;
	if (v->trace == MARK_WAITING || v->trace == MARK_INCONCLUSIVE)
		return MARK_WAITING;
	return MARK_PASS;
}

/* Where to begin: layers above may fail only because of one below. */
static const char *lowest_failing(const struct verdicts *verdicts)
{
	for (unsigned i = 0; i < layer_spec_count; i++) {
		if (mark_of_layer(&verdicts->layer[i]) == MARK_FAIL)
			return layer_specs[i].name;
	}
	return 0;
}

/* The first file that a pattern names, or 0. */
static char *find_file(const char *pattern)
{
	glob_t found;
	char *file = 0;

	if (glob(pattern, 0, 0, &found) == 0)
		file = print("%s", found.gl_pathv[0]);
	globfree(&found);
	return file;
}

static char *spec_text(const char *layer)
{
	return find_file(print("kernel/*/%s/%s.h", layer, layer));
}

/* "FILE:LINE" of the layer's section in the handout of its lab, or 0. */
static char *handout_text(const char *layer)
{
	const char *lab = layer_specs[layer_find(layer)].lab;
	char *file = find_file(print("labs/lab%s-*/handout.md", lab));
	char *text = file ? read_file(file, 0) : 0;
	char *heading = print("## %s\n", layer);

	for (unsigned line = 1; text && *text; line++) {
		size_t length = strcspn(text, "\n");

		if (strncmp(text, heading, strlen(heading)) == 0)
			return print("%s:%u", file, line);
		text += length + (text[length] == '\n');
	}
	return 0;
}

/* What to do next, and where to read of it. */
static void put_next(FILE *out, const struct verdicts *verdicts)
{
	const char *lowest = lowest_failing(verdicts);
	const char *spec = lowest ? spec_text(lowest) : 0;
	const char *handout = lowest ? handout_text(lowest) : 0;

	if (!lowest)
		return;
	fprintf(out, "Begin with ");
	put(out, BOLD, 0, lowest);
	fprintf(out, ", the lowest layer that fails.\n");
	if (handout)
		fprintf(out, "   handout: %s\n", handout);
	if (spec)
		fprintf(out, "   spec:    %s\n", spec);
	fprintf(out, "   hint:    make hint LAYER=%s\n\n", lowest);
}

/* Where to start, for one layer; of the others only the names. */
static void put_exercises(FILE *out, const struct layer_verdict *v, bool with_hints)
{
	put(out, BOLD, 0, v->layer->name);
	fprintf(out, ": not written yet:");
	for (unsigned i = 0; i < v->exercise_count; i++) {
		const struct exercise *e = &v->exercises[i];

		if (with_hints)
			fprintf(out, "\n   %s: %s\n      %s", e->where, e->function, e->hint);
		else
			fprintf(out, " %s", e->function);
	}
	fprintf(out, with_hints ? "\n\n" : "\n");
}

static void put_layer_failures(FILE *out, const struct layer_verdict *v)
{
	if (v->discipline == MARK_FAIL || v->compile) {
		put(out, BOLD, 0, v->layer->name);
		fprintf(out, v->compile ? " does not compile:\n"
		             : " is refused, so it is worth no points:\n");
		put_lines(out, "   ", v->compile ? v->compile : v->violations);
		fputc('\n', out);
	}
	if (v->absent && v->discipline != MARK_FAIL && !v->compile)
		fprintf(out, "%s is not in this kernel: its module was not built\n\n",
		        v->layer->name);
	if (v->refinement == MARK_FAIL && !v->refinement_unwritten) {
		put(out, BOLD, 0, v->layer->name);
		fprintf(out, " does not refine its specification:\n");
		put_lines(out, "   ", v->refinement_says);
		fputc('\n', out);
	}
	put_trace_failures(out, v);
	for (unsigned i = 0; i < v->trace_count; i++) {
		if (v->traces[i].mark == MARK_INCONCLUSIVE)
			fprintf(out, "%s: no result for 60 seconds, which says nothing: %s\n\n",
			        v->traces[i].trace->file, what_if_silent(v));
	}
}

/* All that is not written yet, lowest layer first. */
static void put_unwritten(FILE *out, const struct verdicts *verdicts)
{
	unsigned layers = 0;

	for (unsigned i = 0; i < layer_spec_count; i++) {
		const struct layer_verdict *v = &verdicts->layer[i];

		if (!v->graded || v->exercise_count == 0)
			continue;
		put_exercises(out, v, layers++ == 0);
	}
	if (layers > 1)
		fputc('\n', out);
}

void report_screen(const struct verdicts *verdicts, FILE *out, bool colour)
{
	coloured = colour;
	put_stack(out, verdicts);
	fprintf(out, "\n  ");
	put(out, verdicts->full ? GREEN : RED, 0, total_text(verdicts));
	fprintf(out, ", %.1f s\n\n", verdicts->seconds);
	put_next(out, verdicts);
	put_unwritten(out, verdicts);
	for (unsigned i = 0; i < layer_spec_count; i++)
		put_layer_failures(out, &verdicts->layer[i]);
	fflush(out);
}

/* Call i, from 0, and who makes it. */
static char *made_text(const struct trace_verdict *v, unsigned i)
{
	char *maker = maker_text(v, i + 1);
	char *text = print("%s%s", maker, call_text(&v->trace->call[i]));

	free(maker);
	return text;
}

static int width_of_calls(const struct trace_verdict *v)
{
	size_t most = 0;

	for (unsigned i = 0; i < v->trace->calls; i++) {
		char *call = made_text(v, i);

		if (strlen(call) > most)
			most = strlen(call);
		free(call);
	}
	return (int)most;
}

void report_calls(const struct trace_verdict *v, FILE *out)
{
	const struct trace *t = v->trace;
	int width = width_of_calls(v);

	coloured = false;
	fprintf(out, "%6s  %-*s  %-14s %s\n", "call", width, "", "the spec says",
	        "the kernel did");
	for (unsigned i = 0; i < t->calls; i++) {
		char *call = made_text(v, i);
		char *wanted = value_text(t->call[i].result);
		char *got = came_back(v, i);

		fprintf(out, "%6u  %-*s  %-14s %s%s\n", i + 1, width, call,
		        *wanted ? wanted : "returns", i <= v->boot.results ? got : "",
		        v->call == i + 1 ? "   <-- differs" : "");
		free(call);
		free(wanted);
		free(got);
	}
	if (v->mark == MARK_PASS) {
		fprintf(out, "all %u calls are as specified\n", t->calls);
		return;
	}
	fprintf(out, "call %u, %s\n", v->call, call_text(&t->call[v->call - 1]));
	put_failing_call(out, v);
	if (v->console)
		put_lines(out, "             ", v->console);
	fprintf(out, "   replay: make replay TRACE=%s CALL=%u\n", t->file, v->call);
}

void report_call(const struct trace_verdict *v, unsigned call, FILE *out)
{
	const struct trace_call *c = &v->trace->call[call - 1];
	char *wanted = value_text(c->result);
	char *got = came_back(v, call - 1);

	coloured = false;
	fprintf(out, "%s, call %u: %s   (%s:%u)\n", layer_specs[v->trace->layer].name, call,
	        call_text(c), v->trace->file, c->line);
	if (v->call == call)
		put_failing_call(out, v);
	else
		fprintf(out, "           the spec says:  %s\n           what came back: %s%s\n",
		        *wanted ? wanted : "it returns",
		        call <= v->boot.results ? got : "nothing yet",
		        v->mark == MARK_FAIL && v->call < call ? ", behind one that differs" : "");
	free(wanted);
	free(got);
}

/* ---- files ---------------------------------------------------------------------------------- */

/* To a temporary name first, so that nobody reads half a report. */
static void write_file(const char *name, const struct text *t)
{
	char *part = print("%s.part", name);
	FILE *file = fopen(part, "wb");

	if (!file || fwrite(t->at, t->length, 1, file) != 1 || fclose(file) != 0 ||
	    rename(part, name) != 0)
		die("grade: cannot write %s: %s", name, strerror(errno));
	free(part);
}

/* The failure of a trace as plain text, for a report that shows no tables. */
static char *failure_text(const struct trace_verdict *v)
{
	char *at = 0;
	size_t size = 0;
	FILE *out = open_memstream(&at, &size);

	if (!out)
		die("grade: out of memory");
	coloured = false;
	put_trace_failure(out, v);
	fclose(out);
	return at;
}

/* Bytes of a UTF-8 sequence that starts here, or 0 if none does: a kernel prints what it likes. */
static unsigned utf8_length(const char *text)
{
	const unsigned char *c = (const unsigned char *)text;
	unsigned length = c[0] < 0x80 ? 1 : c[0] < 0xC2 ? 0 : c[0] < 0xE0 ? 2 : c[0] < 0xF0 ? 3
	                  : c[0] < 0xF5 ? 4 : 0;

	for (unsigned i = 1; i < length; i++) {
		if ((c[i] & 0xC0) != 0x80)
			return 0;
	}
	if ((c[0] == 0xE0 && c[1] < 0xA0) || (c[0] == 0xED && c[1] > 0x9F) ||
	    (c[0] == 0xF0 && c[1] < 0x90) || (c[0] == 0xF4 && c[1] > 0x8F))
		return 0;
	return length;
}

/* ---- results.json --------------------------------------------------------------------------- */

static void json_string(struct text *t, const char *text)
{
	text_add(t, "\"");
	while (*text) {
		unsigned length = utf8_length(text);

		if (length == 0) {
			text_add(t, "\\ufffd");
			length = 1;
		} else if (*text == '"' || *text == '\\') {
			text_add(t, "\\%c", *text);
		} else if (*text == '\n') {
			text_add(t, "\\n");
		} else if ((unsigned char)*text < 0x20 || *text == 0x7F) {
			text_add(t, "\\u%04x", (unsigned)*text);
		} else {
			text_bytes(t, text, length);
		}
		text += length;
	}
	text_add(t, "\"");
}

static void json_test(struct text *t, const char *name, double score, double most, bool passed,
                      const char *output)
{
	text_add(t, "%s    {\"name\": ", t->at[t->length - 1] == '}' ? ",\n" : "");
	json_string(t, name);
	text_add(t, ", \"score\": %.4f, \"max_score\": %.4f, \"status\": \"%s\", \"output\": ",
	         score, most, passed ? "passed" : "failed");
	json_string(t, output);
	text_add(t, "}");
}

static void json_trace(struct text *t, const struct layer_verdict *v, unsigned i)
{
	const struct trace_verdict *trace = &v->traces[i];
	const char *file = strrchr(trace->trace->file, '/');
	double most = v->trace_most / v->trace_count;
	bool passed = trace->ran && trace->mark == MARK_PASS;
	char *name = print("%s trace: %s", v->layer->name, file ? file + 1 : trace->trace->file);
	char *output = passed ? print("%u calls are as specified", trace->trace->calls)
	               : trace->mark == MARK_WAITING ? print("waiting for %s", v->waits_for)
	               : trace->mark == MARK_INCONCLUSIVE ? print("inconclusive: run it again")
	               : trace->ran ? failure_text(trace) : print("not run");

	json_test(t, name, passed ? most : 0, most, passed, output);
	free(name);
	free(output);
}

static void json_layer(struct text *t, const struct layer_verdict *v)
{
	const char *absent = v->compile ? v->compile : v->violations;
	char *name;

	if (!v->graded)
		return;
	name = print("%s discipline", v->layer->name);
	json_test(t, name, 0, 0, !v->absent, v->absent ? (absent ? absent : "not built") : "");
	free(name);
	name = print("%s refinement", v->layer->name);
	if (!v->layer->assembly && (v->refinement != MARK_NONE || v->refinement_most > 0))
		json_test(t, name, v->refinement_points, v->refinement_most,
		          v->refinement == MARK_PASS,
		          v->refinement_says ? v->refinement_says : "not run");
	free(name);
	for (unsigned i = 0; i < v->trace_count; i++)
		json_trace(t, v, i);
}

void report_json(const struct verdicts *verdicts, const char *file)
{
	struct text t = { 0 };

	text_add(&t, "{\n  \"score\": %.4f,\n  \"max_score\": %.4f,\n  \"execution_time\": %.1f,\n",
	         verdicts->points, verdicts->most, verdicts->seconds);
	text_add(&t, "  \"output\": ");
	json_string(&t, print("%s, %s: %s%s%s", verdicts->title, stack_text(verdicts),
	                      total_text(verdicts), verdicts->note ? "\n" : "",
	                      verdicts->note ? verdicts->note : ""));
	text_add(&t, ",\n  \"tests\": [\n");
	for (unsigned i = 0; i < layer_spec_count && !verdicts->refused; i++)
		json_layer(&t, &verdicts->layer[i]);
	text_add(&t, "\n  ]\n}\n");
	write_file(file, &t);
	free(t.at);
}

/* ---- report.html ---------------------------------------------------------------------------- */

static const char html_head[] =
	"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	"<title>Strata: report</title>\n<style>\n"
	#include "report.css.h"
	"</style>\n</head>\n<body>\n";

void html(struct text *t, const char *text)
{
	for (unsigned length; *text; text += length) {
		length = utf8_length(text);
		if (length == 0) {
			text_add(t, "&#xFFFD;");
			length = 1;
		} else if (strchr("<>&\"'", *text)) {
			text_add(t, "&#%d;", *text);
		} else if (((unsigned char)*text >= 0x20 && *text != 0x7F) || *text == '\n' ||
		           *text == '\t') {
			text_bytes(t, text, length);
		}
	}
}

static const char *mark_class(enum mark mark)
{
	static const char *const class[] = { "faint", "pass", "fail", "wait", "wait" };

	return class[mark];
}

/* A cell of the stack: a sign before the word, so that nobody needs to tell red from green. */
static void html_mark(struct text *t, const char *what, enum mark mark, const char *says)
{
	static const char *const sign[] = { "", "\u2713 ", "\u2717 ", "", "" };

	text_add(t, "<span class=\"%s\" data-what=\"%s\">%s", mark_class(mark), what, sign[mark]);
	html(t, says);
	text_add(t, "</span>");
}

/* Is there something to read about the layer below the stack? */
static bool has_words(const struct layer_verdict *v)
{
	return v->graded && (mark_of_layer(v) == MARK_FAIL || v->trace == MARK_INCONCLUSIVE);
}

static void html_marks(struct text *t, const struct layer_verdict *v)
{
	char *points = layer_points_text(v);
	char *trace = trace_text(v);

	html_mark(t, "discipline", v->absent ? MARK_FAIL : v->discipline,
	          v->compile ? "does not compile" : v->absent ? "FAIL" : mark_name[v->discipline]);
	html_mark(t, "refinement", v->refinement, refinement_text(v));
	html_mark(t, "trace", v->trace, trace);
	text_add(t, "<span class=\"points\">%s</span>", points);
	free(points);
	free(trace);
}

static void html_layer(struct text *t, const struct layer_verdict *v)
{
	bool link = has_words(v);
	bool plain = v->layer->machine || !v->graded;

	text_add(t, link ? "<a href=\"#%s\"" : "<div", v->layer->name);
	text_add(t, " class=\"layer %s\"><b class=\"name\">",
	         plain ? "ground" : mark_class(mark_of_layer(v)));
	html(t, v->layer->name);
	text_add(t, "<small>");
	html(t, v->layer->purpose);
	text_add(t, "</small></b>");
	if (plain)
		text_add(t, "<span class=\"faint\">%s</span>",
		         v->layer->machine ? "trusted" : "not graded");
	else
		html_marks(t, v);
	text_add(t, link ? "</a>\n" : "</div>\n");
}

static void html_call(struct text *t, const struct trace_verdict *v, unsigned n)
{
	const struct trace_call *call = &v->trace->call[n - 1];
	char *result = value_text(call->result);
	const char *wanted = *result ? result : "returns";
	bool here = n == v->call;

	text_add(t, "<tr%s><td class=\"number\">%u</td><td>", here ? " class=\"here\"" : "", n);
	html(t, call_text(call));
	text_add(t, "</td><td>");
	html(t, here ? v->wanted : wanted);
	text_add(t, "</td><td>");
	html(t, here ? v->got : wanted);
	text_add(t, "</td></tr>\n");
	free(result);
}

static void html_calls(struct text *t, const struct trace_verdict *v)
{
	unsigned before = 0;

	text_add(t, "<table><tr><th></th><th>call</th><th>the spec says</th>"
	            "<th>what came back</th></tr>\n");
	for (unsigned i = 0; i < v->leads; i++) {
		if (v->lead[i] != before + 1)
			text_add(t, "<tr><td class=\"number\">\u22ee</td>"
			            "<td colspan=\"3\"></td></tr>\n");
		html_call(t, v, v->lead[i]);
		before = v->lead[i];
	}
	text_add(t, "</table>\n");
}

/* What a trace is for; the file, for one that does not say. */
static const char *trace_title(const struct trace *trace)
{
	return *trace->covers ? trace->covers : trace->file;
}

static void html_trace(struct text *t, const struct trace_verdict *v, bool open)
{
	text_add(t, "<details%s><summary><b>Call %u of %u, <code>", open ? " open" : "", v->call,
	         v->trace->calls);
	html(t, call_text(&v->trace->call[v->call - 1]));
	text_add(t, "</code></b>: <span class=\"fail\">");
	html(t, v->got);
	text_add(t, "</span><br><span class=\"faint\">");
	html(t, trace_title(v->trace));
	text_add(t, "</span></summary>\n");
	(lanes_several(v) ? lanes_html : html_calls)(t, v);
	if (v->console) {
		text_add(t, "<p>The console's last lines:</p>\n<pre>");
		html(t, v->console);
		text_add(t, "</pre>\n");
	}
	text_add(t, "<p>To stop there in GDB: <code>make replay TRACE=");
	html(t, v->trace->file);
	text_add(t, " CALL=%u</code></p>\n</details>\n", v->call);
}

static void html_words(struct text *t, const char *what, const char *words)
{
	text_add(t, "<h3>%s</h3>\n<pre>", what);
	html(t, words);
	text_add(t, "</pre>\n");
}

static void html_traces(struct text *t, const struct layer_verdict *v)
{
	const struct trace_verdict *shortest = shortest_failure(v);

	if (v->trace == MARK_FAIL)
		text_add(t, "<h3>In the kernel: %u of %u traces fail</h3>\n",
		         v->trace_count - v->passed, v->trace_count);
	for (unsigned i = 0; i < v->trace_count; i++) {
		const struct trace_verdict *trace = &v->traces[i];

		if (trace_fails(trace)) {
			html_trace(t, trace, trace == shortest);
		} else if (trace->mark == MARK_INCONCLUSIVE) {
			text_add(t, "<p class=\"wait\">No result for 60 seconds, "
			            "which says nothing: %s: ", what_if_silent(v));
			html(t, trace->trace->file);
			text_add(t, "</p>\n");
		}
	}
}

static void html_exercises(struct text *t, const struct layer_verdict *v)
{
	for (unsigned i = 0; i < v->exercise_count; i++) {
		const struct exercise *e = &v->exercises[i];

		text_add(t, "<p class=\"wait\">Not written yet: <code>");
		html(t, e->function);
		text_add(t, "</code> <span class=\"faint\">");
		html(t, print("%s: %s", e->where, e->hint));
		text_add(t, "</span></p>\n");
	}
}

static void html_failures(struct text *t, const struct layer_verdict *v)
{
	if (!has_words(v))
		return;
	text_add(t, "<h2 id=\"%s\">%s</h2>\n", v->layer->name, v->layer->name);
	if (v->compile)
		html_words(t, "It does not compile", v->compile);
	else if (v->discipline == MARK_FAIL)
		html_words(t, "It is refused, so it is worth no points",
		           v->violations);
	else if (v->absent)
		text_add(t, "<p>It is not in this kernel: its module was not built.</p>\n");
	html_exercises(t, v);
	if (v->refinement == MARK_FAIL && !v->refinement_unwritten)
		html_words(t, "It does not refine its specification", v->refinement_says);
	html_traces(t, v);
}

/* What to read of the layer to begin with. */
static void html_next(struct text *t, const char *layer)
{
	const char *handout = handout_text(layer);
	const char *spec = spec_text(layer);

	text_add(t, "<p class=\"faint\">");
	if (handout)
		html(t, print("Handout: %s. ", handout));
	if (spec)
		html(t, print("Spec: %s. ", spec));
	text_add(t, "Hints: <code>make hint LAYER=%s</code></p>\n", layer);
}

static void html_total(struct text *t, const struct verdicts *verdicts)
{
	const char *lowest = lowest_failing(verdicts);
	double part = verdicts->most > 0 ? 100 * verdicts->points / verdicts->most : 0;

	text_add(t, "<h1>");
	html(t, verdicts->title);
	text_add(t, " <span class=\"faint\">stack %s</span></h1>\n<p class=\"total %s\">",
	         spec_stack_name, mark_class(verdicts->full ? MARK_PASS : MARK_FAIL));
	text_add(t, "%s of %s points</p>\n"
	            "<div class=\"bar\"><div style=\"width: %.1f%%\"></div></div>\n",
	         points_text(verdicts->points), points_text(verdicts->most), part);
	if (verdicts->note) {
		text_add(t, "<p class=\"wait\">");
		html(t, verdicts->note);
		text_add(t, "</p>\n");
	}
	if (verdicts->full)
		text_add(t, "<p>Everything that was graded is as specified.</p>\n");
	else if (lowest && !verdicts->refused)
		text_add(t, "<p>Begin with <a class=\"fail\" href=\"#%s\"><b>%s</b></a>, "
		            "the lowest layer that fails: those above stand on it.</p>\n",
		         lowest, lowest);
	if (lowest)
		html_next(t, lowest);
}

static void html_layers(struct text *t, const struct verdicts *verdicts)
{
	text_add(t, "<div class=\"stack\">\n<div class=\"layer head\">"
	            "<span class=\"faint\">layer</span>"
	            "<span class=\"faint\">discipline</span>"
	            "<span class=\"faint\">refinement</span>"
	            "<span class=\"faint\">trace</span>"
	            "<span class=\"points faint\">points</span></div>\n");
	for (unsigned i = layer_spec_count; i-- > 0;)
		html_layer(t, &verdicts->layer[i]);
	text_add(t, "</div>\n");
	for (unsigned i = 0; i < layer_spec_count; i++)
		html_failures(t, &verdicts->layer[i]);
}

void report_html(const struct verdicts *verdicts, const char *file)
{
	struct text t = { 0 };

	text_add(&t, "%s", html_head);
	html_total(&t, verdicts);
	if (!verdicts->refused)
		html_layers(&t, verdicts);
	text_add(&t, "</body>\n</html>\n");
	write_file(file, &t);
	free(t.at);
}
