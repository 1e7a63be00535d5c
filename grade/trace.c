/* trace.c: reading and writing traces. */
#include "trace.h"

#include "probe/outside.h"
#include "util.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define MIB 0x100000ull

/* Memory the driver keeps back at the end of RAM for the stream, its results and the firmware. */
#define MEMORY_KEPT  (4 * MIB)
#define MEMORY_LEAST 32u
#define MEMORY_MOST  3072u

struct reader {
	struct trace *trace;
	unsigned line;
	unsigned text;  /* which of the trace's lines it is */
	const char *at; /* the rest of the line, comment cut off */
};

#define fail(r, ...) \
	die("%s:%u: %s", (r)->trace->file, (r)->line, print(__VA_ARGS__))

int layer_find(const char *name)
{
	for (unsigned i = 0; i < layer_spec_count; i++) {
		if (strcmp(layer_specs[i].name, name) == 0)
			return (int)i;
	}
	return -1;
}

/* What stands at the reading point, for an error message. */
static char *found(const struct reader *r)
{
	size_t n = 0;

	if (!*r->at)
		return print("the end of the line");
	while (isalnum((unsigned char)r->at[n]) || r->at[n] == '_')
		n++;
	return print("'%.*s'", (int)(n ? n : 1), r->at);
}

static void skip(struct reader *r)
{
	while (isspace((unsigned char)*r->at))
		r->at++;
}

static bool take(struct reader *r, char c)
{
	skip(r);
	if (*r->at != c)
		return false;
	r->at++;
	skip(r);
	return true;
}

static void need(struct reader *r, char c, const char *where)
{
	if (!take(r, c))
		fail(r, "'%c' is expected %s, found %s", c, where, found(r));
}

static void need_end(struct reader *r)
{
	skip(r);
	if (*r->at)
		fail(r, "the line should end here, found %s", found(r));
}

static char *word(struct reader *r, const char *what)
{
	const char *start = r->at;

	if (!isalpha((unsigned char)*start) && *start != '_')
		fail(r, "%s is expected, found %s", what, found(r));
	while (isalnum((unsigned char)*r->at) || *r->at == '_')
		r->at++;
	char *result = print("%.*s", (int)(r->at - start), start);
	skip(r);
	return result;
}

static u64 number(struct reader *r, u64 most, const char *what)
{
	const char *start = r->at;
	unsigned base = start[0] == '0' && (start[1] == 'x' || start[1] == 'X') ? 16 : 10;
	u64 value = 0;

	r->at += base == 16 ? 2 : 0;
	if (!isxdigit((unsigned char)*r->at) || (base == 10 && !isdigit((unsigned char)*r->at))) {
		r->at = start;
		fail(r, "%s is expected, found %s", what, found(r));
	}
	for (; isxdigit((unsigned char)*r->at); r->at++) {
		int c = tolower((unsigned char)*r->at);
		unsigned digit = (unsigned)(isdigit(c) ? c - '0' : c - 'a' + 10);

		if (digit >= base || digit > most || value > (most - digit) / base) {
			r->at = start;
			fail(r, "%s is at most %" PRIu64 ", found %s", what, (uint64_t)most,
			     found(r));
		}
		value = value * base + digit;
	}
	if (isalpha((unsigned char)*r->at) || *r->at == '_') {
		r->at = start;
		fail(r, "%s is expected, found %s", what, found(r));
	}
	skip(r);
	return value;
}

/* entry#2, stack#1, resume@7 */
static struct value symbol(struct reader *r)
{
	static const struct {
		const char *name;
		char mark;
		enum value_kind kind;
		u32 most;
	} symbols[] = {
		{ "entry", '#', VALUE_ENTRY, TRACE_ENTRIES - 1 },
		{ "user", '#', VALUE_RING3, OUTSIDE_ENTRIES - 1 },
		{ "guest", '#', VALUE_GUEST, OUTSIDE_ENTRIES - 1 },
		{ "stack", '#', VALUE_STACK, NCTX - 1 },
		{ "resume", '@', VALUE_RESUME, TRACE_CALLS },
	};
	char *name = word(r, "a number, entry#K or stack#N");

	for (unsigned i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
		if (strcmp(name, symbols[i].name) == 0) {
			free(name);
			struct value v = { symbols[i].kind, 0 };

			need(r, symbols[i].mark, print("after '%s'", symbols[i].name));
			v.number = (u32)number(r, symbols[i].most, print("a number after %s%c",
				symbols[i].name, symbols[i].mark));
			return v;
		}
	}
	fail(r, "a number, entry#K, stack#N or resume@CALL is expected, found '%s'", name);
}

static struct value value(struct reader *r, const char *what)
{
	skip(r);
	if (isalpha((unsigned char)*r->at))
		return symbol(r);
	return (struct value){ VALUE_NUMBER, (u32)number(r, 0xFFFFFFFF, what) };
}

/* Why the primitive is not visible at the trace's layer. */
static _Noreturn void not_visible(struct reader *r, const char *name)
{
	const struct layer_spec *here = &layer_specs[r->trace->layer];
	const struct primitive_spec *p = 0;
	const char *hider = 0;

	for (unsigned i = 0; i < primitive_spec_count; i++) {
		if (strcmp(primitive_specs[i].name, name) == 0)
			p = &primitive_specs[i];
	}
	if (!p)
		fail(r, "there is no primitive '%s'", name);
	/* From the layer down: the last one that does not show it, above the one that adds it. */
	for (int i = (int)r->trace->layer; i >= 0; i = layer_specs[i].underlay) {
		if (strcmp(layer_specs[i].name, p->layer) == 0 && hider)
			fail(r, "%s is not visible at %s: %s hides it", name, here->name, hider);
		for (unsigned v = 0; v < layer_specs[i].visible_count; v++) {
			if (&primitive_specs[layer_specs[i].visible[v]] == p)
				fail(r, "%s is not visible at %s: %s hides it", name, here->name,
				     hider);
		}
		hider = layer_specs[i].name;
	}
	fail(r, "%s is not visible at %s: %s adds it, which is higher up", name, here->name,
	     p->layer);
}

#define INIT "stack_init"

static unsigned primitive(struct reader *r, const char *name)
{
	const struct layer_spec *layer = &layer_specs[r->trace->layer];

	if (strcmp(name, INIT) == 0)
		name = layer->init;
	for (unsigned i = 0; i < layer->visible_count; i++) {
		if (strcmp(primitive_specs[layer->visible[i]].name, name) == 0)
			return layer->visible[i];
	}
	not_visible(r, name);
}

/* A symbolic argument only goes where a value of its kind is meant. */
static void check_kind(struct reader *r, const struct primitive_spec *p, unsigned i,
                       struct value v)
{
	const char *type = p->argument_type[i];

	if (v.kind == VALUE_RESUME)
		fail(r, "resume@%u is a result, not an argument", v.number);
	if (v.kind == VALUE_ENTRY && strcmp(type, "code_t") != 0)
		fail(r, "entry#%u is an address of code; %s of %s is a %s", v.number,
		     p->argument_name[i], p->name, type);
	if ((v.kind == VALUE_STACK || v.kind == VALUE_RING3 || v.kind == VALUE_GUEST) &&
	    strcmp(type, "vaddr_t") != 0 && strcmp(type, "word_t") != 0 &&
	    strcmp(type, "control_t") != 0)
		fail(r, "%s is a virtual address; %s of %s is a %s", value_text(v),
		     p->argument_name[i], p->name, type);
}

static void read_call(struct reader *r, const char *name)
{
	struct trace *t = r->trace;
	struct trace_call call = { .line = r->line, .text = r->text };
	const struct primitive_spec *p;
	unsigned count = 0;

	call.primitive = primitive(r, name);
	call.is_init = strcmp(name, INIT) == 0;
	p = &primitive_specs[call.primitive];
	need(r, '(', print("after %s", name));
	while (!take(r, ')')) {
		struct value v;

		if (count > 0)
			need(r, ',', "or ')' between arguments");
		v = value(r, "an argument, a number up to 32 bits,");
		if (count < p->arguments) {
			check_kind(r, p, count, v);
			call.argument[count] = v;
		}
		count++;
	}
	if (count != p->arguments)
		fail(r, "%s takes %u argument%s, found %u", name, p->arguments,
		     p->arguments == 1 ? "" : "s", count);
	if (take(r, '='))
		call.result = value(r, "a result, a number up to 32 bits,");
	if (call.result.kind == VALUE_NUMBER && !p->returns)
		fail(r, "%s returns nothing, found a result", name);
	if (t->calls == TRACE_CALLS)
		fail(r, "a trace has at most %u calls", TRACE_CALLS);
	t->call = grow(t->call, t->calls, sizeof(call));
	t->call[t->calls++] = call;
}

static void read_row(struct reader *r)
{
	struct trace *t = r->trace;
	struct trace_row row;
	char *use;

	if (t->rows == TRACE_ROWS)
		fail(r, "a memory map has at most %u rows", TRACE_ROWS);
	row.base = number(r, UINT64_MAX, "the base of the row");
	row.length = number(r, UINT64_MAX, "the length of the row");
	use = word(r, "'usable' or 'reserved'");
	row.usable = strcmp(use, "usable") == 0;
	if (!row.usable && strcmp(use, "reserved") != 0)
		fail(r, "'usable' or 'reserved' is expected, found '%s'", use);
	free(use);
	t->row[t->rows++] = row;
}

/* More words of an image; they are numbered without a gap. */
static void read_image(struct reader *r)
{
	struct trace *t = r->trace;
	unsigned i = (unsigned)number(r, NIMAGES - 1, "the number of an image");
	struct trace_image *image = &t->image[i];

	if (i > t->images)
		fail(r, "image %u comes next, found %u", t->images, i);
	if (i == t->images)
		t->images++;
	do {
		if (image->words == IMAGE_WORDS)
			fail(r, "an image has at most %u words", IMAGE_WORDS);
		image->word = grow(image->word, image->words, sizeof(*image->word));
		image->word[image->words++] = (u32)number(r, 0xFFFFFFFF, "a word of the image");
	} while (*r->at);
}

static void read_memory(struct reader *r)
{
	const char *start = r->at;
	u64 n = 0;

	while (isdigit((unsigned char)*r->at) && n <= MEMORY_MOST)
		n = n * 10 + (u64)(*r->at++ - '0');
	if (r->at == start || *r->at != 'M' || n < MEMORY_LEAST || n > MEMORY_MOST)
		fail(r, "memory is %uM to %uM, found '%s'", MEMORY_LEAST, MEMORY_MOST, start);
	r->at++;
	r->trace->memory = (unsigned)n;
}

static void read_word(struct reader *r, const char *only, const char *what)
{
	char *text = word(r, what);

	if (strcmp(text, only) != 0)
		fail(r, "%s is expected, found '%s'", what, text);
	free(text);
}

static void read_guests(struct reader *r)
{
	read_word(r, "none", "'none'");
	r->trace->no_guests = true;
}

static void read_only(struct reader *r)
{
	char *what = word(r, "'qemu' or the name of a stack");

	if (strcmp(what, "qemu") == 0)
		r->trace->only_qemu = true;
	else
		r->trace->of_other_stack = strcmp(what, spec_stack_name) != 0;
	free(what);
}

static void read_layer(struct reader *r)
{
	char *name = word(r, "the name of a layer");
	int layer = layer_find(name);

	if (layer < 0)
		fail(r, "there is no layer '%s' in the stack %s", name, spec_stack_name);
	if (layer_specs[layer].machine)
		fail(r, "%s is the ground of the stack, not a layer to trace", name);
	r->trace->layer = (unsigned)layer;
	free(name);
}

/* The layer comes first, then the machine, then the calls. */
static void read_line(struct reader *r, bool *has_layer)
{
	struct trace *t = r->trace;
	char *name = word(r, "'layer', 'row', 'memory', 'image' or a call");
	static const struct {
		const char *name;
		void (*read)(struct reader *r);
	} machine[] = {
		{ "row", read_row }, { "memory", read_memory }, { "image", read_image },
		{ "guests", read_guests }, { "only", read_only },
	};
	const unsigned machines = sizeof(machine) / sizeof(machine[0]);
	unsigned m = 0;

	while (m < machines && strcmp(name, machine[m].name) != 0)
		m++;

	if (strcmp(name, "layer") == 0 && !*has_layer) {
		read_layer(r);
		*has_layer = true;
	} else if (!*has_layer) {
		fail(r, "'layer NAME' comes first, found '%s'", name);
	} else if (m < machines && t->calls > 0) {
		fail(r, "'%s' stands before the first call", name);
	} else if (m < machines) {
		machine[m].read(r);
	} else {
		read_call(r, name);
	}
	need_end(r);
	free(name);
}

/* A usable row is RAM that the layers may store to, so the machine must have it. */
static void check_map(struct reader *r)
{
	struct trace *t = r->trace;
	u64 end = t->memory * MIB - MEMORY_KEPT;
	u64 reach = (u64)NFRAMES * PAGE_SIZE;

	if (end > reach - MEMORY_KEPT)
		end = reach - MEMORY_KEPT;
	if (t->rows == 0)
		t->row[t->rows++] = (struct trace_row){
			LEAST_PADDR, end - LEAST_PADDR - MEMORY_KEPT, true
		};
	for (unsigned i = 0; i < t->rows; i++) {
		const struct trace_row *row = &t->row[i];

		if (row->usable && row->base < reach &&
		    (row->base > end || row->length > end - row->base))
			die("%s: row %u is usable up to 0x%" PRIx64 ", but a machine of %u MiB has "
			    "memory for the layers up to 0x%" PRIx64, t->file, i + 1,
			    (uint64_t)(row->base + row->length), t->memory, (uint64_t)end);
	}
	if (t->calls == 0)
		die("%s: a trace has at least one call", t->file);
}

/* A comment starts at a '#', but entry#1 and stack#1 have none. */
static size_t code_length(const char *line)
{
	size_t n = strcspn(line, "#");

	while (line[n] && n > 0 && isalpha((unsigned char)line[n - 1]))
		n += 1 + strcspn(line + n + 1, "#");
	return n;
}

static struct trace *start(const char *file)
{
	struct trace *t = allocate(sizeof(*t));
	char *text = read_file(file, 0);

	if (!text)
		die("%s: cannot be read", file);
	t->lines = lines_of(file, text, &t->text);
	free(text);
	t->file = file;
	t->covers = "";
	t->memory = 64;
	return t;
}

static void read_lines(struct trace *t, bool layer_only)
{
	struct reader r = { .trace = t };
	bool has_layer = false;

	for (unsigned i = 0; i < t->lines && !(layer_only && has_layer) && !t->of_other_stack;
	     i++) {
		const char *text = t->text[i].text;
		size_t code = code_length(text);
		char *line;

		if (!*t->covers && text[code] == '#')
			t->covers = text + code + 1 + strspn(text + code + 1, " \t");
		line = print("%.*s", (int)code, text);
		r.line = t->text[i].number;
		r.text = i;
		r.at = line;
		skip(&r);
		if (*r.at)
			read_line(&r, &has_layer);
		free(line);
	}
	if (!has_layer)
		die("%s: a line 'layer NAME' is missing", t->file);
	if (!layer_only && !t->of_other_stack)
		check_map(&r);
}

struct trace *trace_read(const char *file)
{
	struct trace *t = start(file);

	read_lines(t, false);
	return t;
}

unsigned trace_layer(const char *file)
{
	struct trace *t = start(file);
	unsigned layer;

	read_lines(t, true);
	layer = t->layer;
	for (unsigned i = 0; i < t->lines; i++)
		free(t->text[i].text);
	free(t->text);
	free(t);
	return layer;
}

u32 value_number(struct value v)
{
	switch (v.kind) {
	case VALUE_STACK:
		return STACK_TOP(v.number) - 4;
	case VALUE_RING3:
	case VALUE_GUEST:
		return OUTSIDE_CODE + v.number * OUTSIDE_ENTRY_SIZE;
	default:
		return v.number;
	}
}

char *value_text(struct value v)
{
	switch (v.kind) {
	case VALUE_NUMBER:
		return v.number < 0x100000 ? print("%u", v.number) : print("0x%x", v.number);
	case VALUE_STACK:
		return print("stack#%u", v.number);
	case VALUE_ENTRY:
		return print("entry#%u", v.number);
	case VALUE_RING3:
		return print("user#%u", v.number);
	case VALUE_GUEST:
		return print("guest#%u", v.number);
	case VALUE_RESUME:
		return print("resume@%u", v.number);
	case VALUE_NONE:
		break;
	}
	return print("%s", "");
}

char *call_text(const struct trace_call *call)
{
	const struct primitive_spec *p = &primitive_specs[call->primitive];
	struct text t = { 0 };

	text_add(&t, "%s(", call->is_init ? INIT : p->name);
	for (unsigned i = 0; i < p->arguments; i++) {
		char *argument = value_text(call->argument[i]);

		text_add(&t, "%s%s", i ? ", " : "", argument);
		free(argument);
	}
	text_add(&t, ")");
	return t.at;
}

void trace_write(const struct trace *t, FILE *out)
{
	unsigned next = 0;

	for (unsigned i = 0; i < t->lines; i++) {
		const struct trace_call *call = &t->call[next];
		const char *line = t->text[i].text;
		const char *comment = line + code_length(line);
		char *text;
		char *result;

		if (next == t->calls || call->text != i) {
			fprintf(out, "%s\n", line);
			continue;
		}
		text = call_text(call);
		result = value_text(call->result);
		fprintf(out, "%s%s%s%s%s\n", text, *result ? " = " : "", result,
		        *comment ? "  " : "", comment);
		free(text);
		free(result);
		next++;
	}
}
