/* names.c: see names.h */
#include "names.h"

#include "util.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <sizes.h>
#include <syscall.h>
#include <types.h>

#define LINES_MOST 65536u
#define DEPTH_MOST 3u /* of `each` in `each` */

static const struct constant {
	const char *name;
	u32 value;
} constants[] = {
#include "constants.h"
};

/* What an `each` counts. */
struct variable {
	const char *name;
	size_t length;
	u32 value;
};

struct reader {
	const char *file;
	unsigned number;
	const char *at;
	struct variable variable[DEPTH_MOST];
	unsigned variables;
	struct line *line;
	unsigned lines;
};

#define fail(r, ...) die("%s:%u: %s", (r)->file, (r)->number, print(__VA_ARGS__))

static void skip(struct reader *r)
{
	while (isspace((unsigned char)*r->at))
		r->at++;
}

static bool take(struct reader *r, const char *text)
{
	skip(r);
	if (strncmp(r->at, text, strlen(text)) != 0)
		return false;
	r->at += strlen(text);
	return true;
}

static size_t name_length(const char *text)
{
	size_t n = 0;

	while (isalnum((unsigned char)text[n]) || text[n] == '_')
		n++;
	return n;
}

static u32 named(struct reader *r)
{
	size_t length = name_length(r->at);
	const char *name = r->at;

	r->at += length;
	for (unsigned i = 0; i < r->variables; i++)
		if (r->variable[i].length == length &&
		    strncmp(r->variable[i].name, name, length) == 0)
			return r->variable[i].value;
	for (unsigned i = 0; i < sizeof(constants) / sizeof(constants[0]); i++)
		if (strlen(constants[i].name) == length &&
		    strncmp(constants[i].name, name, length) == 0)
			return constants[i].value;
	fail(r, "'%.*s' is no name of sizes.h or syscall.h, and no `each` counts it", (int)length,
	     name);
}

static u32 sum(struct reader *r);

static u32 number(struct reader *r)
{
	bool hex = r->at[0] == '0' && (r->at[1] == 'x' || r->at[1] == 'X');
	char *end;
	unsigned long long value = strtoull(r->at, &end, hex ? 16 : 10);

	if (value > 0xFFFFFFFF || isalnum((unsigned char)*end) || *end == '_')
		fail(r, "a number up to 32 bits is expected, found '%s'", r->at);
	r->at = end;
	return (u32)value;
}

static u32 factor(struct reader *r)
{
	u32 value;

	skip(r);
	if (take(r, "(")) {
		value = sum(r);
		if (!take(r, ")"))
			fail(r, "')' is expected, found '%s'", r->at);
		return value;
	}
	if (isalpha((unsigned char)*r->at))
		return named(r);
	if (isdigit((unsigned char)*r->at))
		return number(r);
	fail(r, "a number or a name is expected, found '%s'", r->at);
}

static u32 product(struct reader *r)
{
	u32 value = factor(r);

	for (;;) {
		u32 by;

		if (take(r, "*")) {
			value *= factor(r);
			continue;
		}
		bool rest = take(r, "%");

		if (!rest && !take(r, "/"))
			return value;
		by = factor(r);
		if (by == 0)
			fail(r, "a division by 0");
		value = rest ? value % by : value / by;
	}
}

static u32 sum(struct reader *r)
{
	u32 value = product(r);

	for (;;) {
		if (take(r, "+"))
			value += product(r);
		else if (take(r, "-"))
			value -= product(r);
		else
			return value;
	}
}

/* The text up to `end`, with what is in braces computed, becomes a line. */
static void write_out(struct reader *r, const char *end)
{
	struct text t = { 0 };

	while (r->at < end) {
		size_t n = strcspn(r->at, "{");
		u32 value;

		if (n > (size_t)(end - r->at))
			n = (size_t)(end - r->at);
		text_bytes(&t, r->at, n);
		r->at += n;
		if (r->at == end)
			break;
		r->at++;
		value = sum(r);
		if (!take(r, "}"))
			fail(r, "'}' is expected, found '%s'", r->at);
		text_add(&t, value < 0x100000 ? "%u" : "0x%x", value);
	}
	if (r->lines == LINES_MOST)
		fail(r, "a trace has at most %u lines", LINES_MOST);
	r->line = grow(r->line, r->lines, sizeof(*r->line));
	r->line[r->lines++] = (struct line){ print("%s", text_of(&t)), r->number };
	free(t.at);
}

static void calls(struct reader *r);

/* each t FROM .. TO [by STEP]: CALLS */
static void each(struct reader *r)
{
	struct variable *v = &r->variable[r->variables];
	const char *body;
	u32 to, step = 1;

	if (r->variables == DEPTH_MOST)
		fail(r, "`each` stands at most %u times in a line", DEPTH_MOST);
	skip(r);
	*v = (struct variable){ r->at, name_length(r->at), 0 };
	if (v->length == 0)
		fail(r, "each NAME FROM .. TO: CALLS is expected, found '%s'", r->at);
	r->at += v->length;
	v->value = sum(r);
	if (!take(r, ".."))
		fail(r, "'..' is expected, found '%s'", r->at);
	to = sum(r);
	if (take(r, "by"))
		step = sum(r);
	if (!take(r, ":"))
		fail(r, "':' is expected, found '%s'", r->at);
	if (step == 0)
		fail(r, "`each` goes by 1 at least");
	body = r->at;
	r->variables++;
	for (u32 from = v->value; from <= to && v->value <= to && v->value >= from;
	     v->value += step) {
		r->at = body;
		calls(r);
	}
	r->variables--;
}

/* Calls with a ';' between them, or an `each` as the last. */
static void calls(struct reader *r)
{
	do {
		skip(r);
		if (strncmp(r->at, "each ", 5) == 0) {
			r->at += 5;
			each(r);
			return;
		}
		write_out(r, r->at + strcspn(r->at, ";"));
	} while (take(r, ";"));
}

unsigned lines_of(const char *file, char *text, struct line **lines)
{
	struct reader r = { .file = file };

	for (char *end; *text; text = end) {
		end = text + strcspn(text, "\n");
		if (*end)
			*end++ = 0;
		text[strcspn(text, "\r")] = 0;
		r.number++;
		r.at = text;
		if (strncmp(text, "each ", 5) == 0)
			calls(&r);
		else
			write_out(&r, text + strlen(text));
	}
	*lines = r.line;
	return r.lines;
}
