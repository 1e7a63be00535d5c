/* lanes.c: a trace as a picture of its threads, on the terminal and for a page. */
#include "lanes.h"

#include "report.h"

#include <stdlib.h>
#include <string.h>

#define SCREEN       100u /* columns of a terminal to fill, if there are few threads */
#define NUMBER_WIDTH 8u   /* of these, for the number of the call */
#define STEP_LEAST   4u   /* from one thread to the next */
#define BEFORE       5u   /* calls to show before the failing one, whatever they are */

/* The threads of a picture: those that a shown call is made by, or that control goes to. */
struct lanes {
	bool has[NCTX];
	unsigned column[NCTX]; /* by thread, from 0 */
	unsigned columns;
};

u32 lanes_thread(const struct expected *expected, unsigned n)
{
	return n == 1 ? 0 : expected[n - 2].slot;
}

static void add_lane(struct lanes *l, u32 thread)
{
	if (thread < NCTX)
		l->has[thread] = true;
}

static void number_lanes(struct lanes *l)
{
	for (u32 thread = 0; thread < NCTX; thread++) {
		l->column[thread] = l->columns;
		l->columns += l->has[thread];
	}
}

/* What the failing call did; 0 if none fails, or it did not come back. */
static const struct stream_result *result_of(const struct trace_verdict *v)
{
	return v->call > 0 && v->call <= v->boot.results ? &v->boot.result[v->call - 1] : 0;
}

bool lanes_several(const struct trace_verdict *v)
{
	const struct stream_result *r = result_of(v);
	unsigned last = v->call > 0 ? v->call : v->trace->calls;

	for (unsigned n = 1; n <= last; n++) {
		if (v->expected[n - 1].slot != 0)
			return true;
	}
	return r && r->slot != 0 && r->slot < NCTX;
}

/* The call with its result; where it leaves its thread, a line says what control does there. */
static char *box_text(const struct trace_call *call, bool leaves)
{
	char *text = call_text(call);
	char *result = value_text(call->result);
	char *both = print("%s%s%s", text, *result && !leaves ? " = " : "", leaves ? "" : result);

	free(text);
	free(result);
	return both;
}

static char *passing_text(struct value result)
{
	if (result.kind == VALUE_RESUME)
		return print("call %u returns", result.number);
	return print("entry#%u starts", result.number);
}

/* ---- on the terminal ------------------------------------------------------------------------ */

struct screen {
	const struct lanes *lanes;
	unsigned step;     /* from one thread to the next */
	bool begun[NCTX];  /* by thread: it has run, so it has a line */
	char *line;
	unsigned width;
	FILE *out;
};

static unsigned place(const struct screen *s, u32 thread)
{
	return NUMBER_WIDTH + s->lanes->column[thread] * s->step;
}

static void put_at(struct screen *s, unsigned at, const char *text)
{
	memcpy(s->line + at, text, strlen(text));
}

/* An empty line, but for the threads that have begun. */
static void begin_line(struct screen *s)
{
	memset(s->line, ' ', s->width);
	for (u32 thread = 0; thread < NCTX; thread++) {
		if (s->begun[thread])
			put_at(s, place(s, thread), "|");
	}
}

static void end_line(struct screen *s)
{
	unsigned length = s->width;

	while (length > 0 && s->line[length - 1] == ' ')
		length--;
	fprintf(s->out, "%.*s\n", (int)length, s->line);
}

static void put_names(struct screen *s)
{
	begin_line(s);
	put_at(s, 2, "call");
	for (u32 thread = 0; thread < NCTX; thread++) {
		if (s->lanes->has[thread])
			put_at(s, place(s, thread), print(s->step > strlen("thread 63")
			       ? "thread %u" : "%u", thread));
	}
	end_line(s);
}

static void put_passing(struct screen *s, u32 from, u32 to, const char *text)
{
	unsigned first = place(s, from < to ? from : to);
	unsigned last = place(s, from < to ? to : from);

	begin_line(s);
	memset(s->line + first, '-', last - first);
	put_at(s, place(s, from), "+");
	put_at(s, place(s, to), from < to ? ">" : "<");
	put_at(s, last + 2, text);
	end_line(s);
}

static void put_call(struct screen *s, const struct trace *t, const struct expected *e, unsigned n)
{
	const struct trace_call *call = &t->call[n - 1];
	u32 from = lanes_thread(e, n);
	u32 to = e[n - 1].slot;

	s->begun[from] = true;
	begin_line(s);
	put_at(s, 0, print("%6u", n));
	put_at(s, place(s, from), box_text(call, from != to));
	end_line(s);
	if (from != to)
		put_passing(s, from, to, passing_text(call->result));
}

void lanes_print(const struct trace *t, const struct expected *e, FILE *out)
{
	struct lanes lanes = { 0 };
	struct screen s = { .lanes = &lanes, .out = out };
	unsigned widest = 0;

	for (unsigned n = 1; n <= t->calls; n++) {
		u32 from = lanes_thread(e, n);
		char *text = box_text(&t->call[n - 1], from != e[n - 1].slot);

		widest = strlen(text) > widest ? (unsigned)strlen(text) : widest;
		add_lane(&lanes, from);
		add_lane(&lanes, e[n - 1].slot);
		free(text);
	}
	number_lanes(&lanes);
	s.step = (SCREEN - NUMBER_WIDTH) / lanes.columns;
	s.step = s.step > widest + 2 ? widest + 2 : s.step < STEP_LEAST ? STEP_LEAST : s.step;
	s.width = NUMBER_WIDTH + lanes.columns * s.step + widest + SCREEN;
	s.line = allocate(s.width);
	if (*t->covers)
		fprintf(out, "%s\n\n", t->covers);
	put_names(&s);
	for (unsigned n = 1; n <= t->calls; n++)
		put_call(&s, t, e, n);
	free(s.line);
}

/* ---- for a page ----------------------------------------------------------------------------- */

struct page {
	struct text *t;
	struct lanes lanes;
	unsigned row; /* the one to write, from 1 */
};

/* Does the failing call continue call n, or should it? */
static bool awaited(const struct trace_verdict *v, unsigned n)
{
	const struct stream_result *r = result_of(v);

	return v->expected[v->call - 1].landing == n || (r && r->landing == n);
}

static bool shown(const struct trace_verdict *v, unsigned n)
{
	for (unsigned i = 0; i < v->leads; i++) {
		if (v->lead[i] == n)
			return true;
	}
	return n + BEFORE >= v->call || awaited(v, n);
}

static void html_number(struct page *p, const char *number)
{
	text_add(p->t, "<div class=\"number\" style=\"grid-area: %u / 1\">%s</div>\n", p->row,
	         number);
}

/* A box from the thread's column on, so many columns wide. */
static void open_box(struct page *p, const char *class, u32 thread, unsigned columns)
{
	text_add(p->t, "<div class=\"%s\" style=\"grid-area: %u / %u / auto / span %u\">", class,
	         p->row, p->lanes.column[thread] + 2, columns);
}

/* A line to where control goes; where it stays or is lost, only the text. */
static void html_passing(struct page *p, const char *class, u32 from, u32 to, const char *text)
{
	bool passes = to < NCTX && to != from;
	u32 first = passes && to < from ? to : from;
	u32 last = passes && to > from ? to : from;
	unsigned columns = p->lanes.column[last] - p->lanes.column[first] + 1;

	open_box(p, "goes", first, columns);
	text_add(p->t, "<div class=\"%s %s\" style=\"margin: 0 %.3f%%\"><span>", class,
	         !passes ? "stays" : to < from ? "left" : "right",
	         passes ? 50.0 / columns : 0.0);
	html(p->t, text);
	text_add(p->t, "</span></div></div>\n");
	p->row++;
}

static void html_call(struct page *p, const struct trace_verdict *v, unsigned n)
{
	const struct trace_call *call = &v->trace->call[n - 1];
	u32 from = lanes_thread(v->expected, n);
	u32 to = v->expected[n - 1].slot;
	const struct stream_result *r = result_of(v);
	bool here = n == v->call;

	html_number(p, print("%u", n));
	open_box(p, here ? "call here" : "call", from, 1);
	html(p->t, box_text(call, here || from != to));
	text_add(p->t, "</div>\n");
	p->row++;
	if (here) {
		html_passing(p, "wanted", from, to, print("the spec says: %s", v->wanted));
		html_passing(p, "got", from, r ? r->slot : NO_SLOT,
		             print("what came back: %s", v->got));
	} else if (from != to) {
		html_passing(p, "faint", from, to, passing_text(call->result));
	}
}

static void find_lanes(struct page *p, const struct trace_verdict *v)
{
	const struct stream_result *r = result_of(v);

	for (unsigned n = 1; n <= v->call; n++) {
		if (!shown(v, n))
			continue;
		add_lane(&p->lanes, lanes_thread(v->expected, n));
		add_lane(&p->lanes, v->expected[n - 1].slot);
	}
	if (r)
		add_lane(&p->lanes, r->slot);
	number_lanes(&p->lanes);
}

void lanes_html(struct text *t, const struct trace_verdict *v)
{
	struct page p = { .t = t, .row = 2 };
	unsigned before = 0;

	find_lanes(&p, v);
	text_add(t, "<div class=\"lanes\" style=\"grid-template-columns: 2.5rem "
	            "repeat(%u, minmax(10rem, 1fr))\">\n", p.lanes.columns);
	for (u32 thread = 0; thread < NCTX; thread++) {
		if (p.lanes.has[thread])
			text_add(t, "<b style=\"grid-area: 1 / %u\">thread %u</b>\n",
			         p.lanes.column[thread] + 2, thread);
	}
	for (unsigned n = 1; n <= v->call; n++) {
		if (!shown(v, n))
			continue;
		if (n != before + 1) {
			html_number(&p, "\u22ee");
			p.row++;
		}
		html_call(&p, v, n);
		before = n;
	}
	for (unsigned i = 0; i < p.lanes.columns; i++)
		text_add(t, "<i style=\"grid-area: 2 / %u / %u\"></i>\n", i + 2, p.row);
	text_add(t, "</div>\n");
}
