/* A helper of view 2: does a local pointer have a value wherever it is used?
 *
 * For cheats that take an address from what happens to be in a register or on the stack.  The
 * compilers' own warnings do not serve: they depend on the optimiser, and a loop or a goto
 * silences them.  So an assignment counts to the end of its block, and not past a label or a case
 * that can be reached without it.
 */
#include "views.h"

#include "layer.h"

#define NEVER (-1)

struct flow {
	int depth;     /* of blocks, since the declaration */
	int set_at;    /* depth at which the pointer got its value, or NEVER */
	int switch_at; /* depth of the outermost switch since the declaration, or NEVER */
	bool in_for;   /* in the first part of a for ( ; ; ) */
};

/* The bracket that closes the block around t */
static const struct token *block_end(const struct token *t)
{
	int depth = 0;

	for (; t->kind != END; t++) {
		depth += is(t, "{");
		depth -= is(t, "}");
		if (depth < 0)
			break;
	}
	return t;
}

/* Does a goto from outside of first .. last lead to the label? */
static bool entered_from_outside(const struct token *program, const struct token *label,
                                 const struct token *first, const struct token *last)
{
	bool found = false; /* in the function at hand */
	int depth = 0;

	for (const struct token *t = program; t->kind != END; t++) {
		depth += is(t, "{");
		depth -= is(t, "}");
		if (depth == 0 && t >= last)
			break;
		found &= depth > 0;
		found |= is(t, "goto") && is(t + 1, label->text) && (t < first || t > last);
	}
	return found;
}

static bool after_statement(const struct token *t)
{
	return is(t - 1, ";") || is(t - 1, "{") || is(t - 1, "}");
}

static bool is_label(const struct token *t)
{
	return t->kind == NAME && !is(t, "default") && is(t + 1, ":") &&
	       (after_statement(t) || is(t - 1, ":"));
}

/* Follows blocks, switches and for loops past t. */
static void step(struct flow *f, const struct token *t)
{
	f->depth += is(t, "{");
	f->depth -= is(t, "}");
	f->in_for = is(t - 1, "(") ? is(t - 2, "for") : f->in_for && !is(t - 1, ";");
	if (is(t, "switch") && f->switch_at == NEVER)
		f->switch_at = f->depth;
	if (is(t, "}") && f->depth <= f->switch_at)
		f->switch_at = NEVER;
	if (f->depth < f->set_at ||
	    ((is(t, "case") || is(t, "default")) && f->set_at > f->switch_at))
		f->set_at = NEVER;
}

void check_pointer_has_value(const struct token *program, const struct token *name, bool has_value)
{
	struct flow f = {.set_at = has_value ? 0 : NEVER, .switch_at = NEVER};
	const struct token *last = block_end(name);

	for (const struct token *t = name + 1; t < last; t++) {
		step(&f, t);
		if (is_label(t) && (!has_value || entered_from_outside(program, t, name, last)))
			f.set_at = NEVER;
		if (!is(t, name->text) || is(t - 1, ".") || is(t - 1, "->") || f.set_at != NEVER)
			continue;
		if (!is(t + 1, "=") || !(f.in_for || after_statement(t))) {
			wrong(t->line,
			      "the pointer %s may have no value here; give it one where it is "
			      "declared",
			      name->text);
			return;
		}
		f.set_at = f.depth;
	}
}
