/* vary.c: a trace like another one, but different by seed.
 *
 * The base says where a walk goes: a next call is its next one, or one by chance, of a primitive
 * that the layer shows and with arguments that calls before had, or gave back.  What the
 * specifications leave undefined there, or where no probe could follow, is not taken.  So the walk
 * comes by all that the base is for, and to what nobody thought of.
 */
#define _DEFAULT_SOURCE /* fork */
#include "vary.h"

#include "oracle.h"
#include "util.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define VARIED_CALLS 240u /* at most; more would take a boot too long */
#define NONCE        1u   /* no kernel runs here: any will do */

/* A value that an argument of the type may take. */
struct known {
	const char *type;
	struct value value;
};

struct walk {
	const struct trace *base;
	struct trace *made;
	struct oracle *oracle;
	struct known *known;
	unsigned knows;
	u64 random;
};

/* A number below n. */
static unsigned by_chance(struct walk *w, unsigned n)
{
	w->random ^= w->random << 13;
	w->random ^= w->random >> 7;
	w->random ^= w->random << 17;
	return (unsigned)((w->random >> 11) % n);
}

static void learn(struct walk *w, const char *type, struct value value)
{
	for (unsigned i = 0; i < w->knows; i++) {
		if (strcmp(w->known[i].type, type) == 0 && w->known[i].value.kind == value.kind &&
		    w->known[i].value.number == value.number)
			return;
	}
	w->known = grow(w->known, w->knows, sizeof(*w->known));
	w->known[w->knows++] = (struct known){ type, value };
}

static void learn_arguments(struct walk *w)
{
	for (unsigned i = 0; i < w->base->calls; i++) {
		const struct trace_call *call = &w->base->call[i];
		const struct primitive_spec *p = &primitive_specs[call->primitive];

		for (unsigned k = 0; k < p->arguments; k++)
			learn(w, p->argument_type[k], call->argument[k]);
	}
}

/* A word is any number; of all else only what is known makes sense. */
static bool choose_value(struct walk *w, const char *type, struct value *value)
{
	unsigned fitting = 0;
	unsigned nth;

	for (unsigned i = 0; i < w->knows; i++)
		fitting += strcmp(w->known[i].type, type) == 0;
	if (fitting == 0)
		return false;
	nth = by_chance(w, fitting);
	for (unsigned i = 0; i < w->knows; i++) {
		if (strcmp(w->known[i].type, type) == 0 && nth-- == 0)
			*value = w->known[i].value;
	}
	if (strcmp(type, "word_t") == 0 && value->kind == VALUE_NUMBER)
		value->number ^= (u32)w->random;
	return true;
}

static bool choose_call(struct walk *w, struct trace_call *call)
{
	const struct layer_spec *layer = &layer_specs[w->base->layer];
	const struct primitive_spec *p;

	*call = (struct trace_call){ 0 };
	call->primitive = layer->visible[by_chance(w, layer->visible_count)];
	p = &primitive_specs[call->primitive];
	for (unsigned i = 0; i < p->arguments; i++) {
		if (!choose_value(w, p->argument_type[i], &call->argument[i]))
			return false;
	}
	return true;
}

/* May the call be made here?  A process of its own finds out, as there is no way back. */
static bool may_step(struct walk *w, struct trace_call *call)
{
	struct expected expected = { 0 };
	pid_t child = fork();
	int status;

	if (child < 0)
		die("grade: no process to try a call: %s", strerror(errno));
	if (child == 0) {
		close(STDERR_FILENO);
		oracle_step(w->oracle, call, &expected);
		_exit(0);
	}
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return status == 0;
}

static void try(struct walk *w, const struct trace_call *call)
{
	struct trace_call *at = &w->made->call[w->made->calls];
	const char *returns = primitive_specs[call->primitive].returns;
	struct expected expected = { 0 };

	*at = *call;
	at->result = (struct value){ VALUE_NONE, 0 };
	if (!may_step(w, at))
		return;
	oracle_step(w->oracle, at, &expected);
	w->made->calls++;
	if (returns && at->result.kind == VALUE_NUMBER)
		learn(w, returns, at->result);
}

/* The head of the base: all before its first call, but for what it says it covers. */
static void make_head(struct walk *w, u32 seed)
{
	const struct trace *base = w->base;
	struct trace *made = w->made;

	made->text = grow(0, 0, sizeof(*made->text));
	made->text[0].text = print("# %s, varied: seed %u", base->covers, seed);
	made->lines = 1;
	for (unsigned i = 0; i < base->call[0].text; i++) {
		if (base->text[i].text[0] == '#')
			continue;
		made->text = grow(made->text, made->lines, sizeof(*made->text));
		made->text[made->lines++] = base->text[i];
	}
}

static void add_line(struct trace *made, struct trace_call *call)
{
	made->text = grow(made->text, made->lines, sizeof(*made->text));
	made->text[made->lines] = (struct line){ print("%s", ""), made->lines + 1 };
	call->text = made->lines++;
	call->line = made->lines;
}

struct trace *vary(const struct trace *base, u32 seed)
{
	struct walk w = { .base = base, .random = seed * 0x9E3779B97F4A7C15ull + 1 };
	unsigned next = 0;

	w.made = allocate(sizeof(*w.made));
	*w.made = *base;
	w.made->calls = 0;
	w.made->call = allocate(VARIED_CALLS * sizeof(*w.made->call));
	w.oracle = oracle_open(w.made, NONCE, VARIED_CALLS);
	learn_arguments(&w);
	while (next < base->calls && w.made->calls < VARIED_CALLS) {
		struct trace_call call;

		/* Half of the calls are the base's.  Of these one in sixteen is forgotten, but not
		 * the first, which makes the layer ready. */
		if (by_chance(&w, 2) == 0 || next == 0) {
			const struct trace_call *its = &base->call[next++];

			if (next == 1 || by_chance(&w, 16) != 0)
				try(&w, its);
		} else if (choose_call(&w, &call)) {
			try(&w, &call);
		}
	}
	oracle_close(w.oracle);
	make_head(&w, seed);
	for (unsigned i = 0; i < w.made->calls; i++)
		add_line(w.made, &w.made->call[i]);
	return w.made;
}
