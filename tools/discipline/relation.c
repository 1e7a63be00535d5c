/* The relation of a layer without code, which is that layer's exercise: X.rel.h.
 *
 * A relation is a formula.  It is judged by its value in many states, so it must have no effect and
 * nothing but the state to go by: this file has macros only, without assignments and calls.  Names
 * of macros that X.h gives are in capitals or end with _PRE or _INVARIANT, those of functions are
 * not: that is how a call is told from a word of a formula.
 */
#include "views.h"

#include "layer.h"

#include <ctype.h>
#include <string.h>

static const char formula_words[] = "ALL ALL_FROM SOME IMPLIES IFF";
static const char words_of_calls[] = "OLD RESULT CLAUSE SPEC";

static bool in_capitals(const char *name)
{
	return strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == strlen(name);
}

static bool is_macro(const struct names *own, const char *name)
{
	return has(own, name) || in_capitals(name) || ends_with(name, "_PRE") ||
	       ends_with(name, "_INVARIANT");
}

/* Functions that the checker has where it includes the relation. */
static bool is_callable(const char *name)
{
	return has(&layer.symbols, name) || starts_with(name, "spec_") ||
	       starts_with(name, "subject_") || starts_with(name, "underlay_") ||
	       ends_with(name, "not_written");
}

static void check_name(const struct token *t, const struct names *own)
{
	const char *name = t->text;

	if (among(name, words_of_calls))
		wrong(t->line, "%s: a relation holds between calls; leave it out", name);
	else if (name[0] == '_' && (name[1] == '_' || isupper((unsigned char)name[1])))
		wrong(t->line, "%s: names that start like this belong to the compiler", name);
	else if (keyword(name))
		wrong(t->line, "%s: a relation is a formula, not a program", name);
	else if (is_callable(name) || (is(t + 1, "(") && !is_macro(own, name)))
		wrong(t->line, "%s: a relation calls nothing; say what the state is", name);
}

static void check_punctuator(const struct token *t)
{
	if (is(t, "="))
		wrong(t->line, "=: a relation changes nothing; to compare write ==");
	else if (among(t->text, "++ -- += -= *= /= %= &= |= ^= <<= >>="))
		wrong(t->line, "%s: a relation changes nothing", t->text);
	else if (among(t->text, "; { } # ## <% %> %: %:%: \\ ` @"))
		wrong(t->line, "%s: a relation is a formula, not a program", t->text);
}

/* Does #define NAME or #define NAME(parameters) begin here? */
static bool is_define(const struct token *hash)
{
	return hash->first && is(hash, "#") && !hash[1].first && is(hash + 1, "define") &&
	       !hash[2].first && hash[2].kind == NAME;
}

/* Returns the first token behind the macro's name. */
static const struct token *check_directive(const struct token *hash)
{
	const char *name;

	if (!is_define(hash)) {
		wrong(hash->line, "only #define and comments stand in a relation");
		return hash + 1;
	}
	name = hash[2].text;
	if (keyword(name) || among(name, formula_words) || among(name, words_of_calls))
		wrong(hash->line, "redefines %s; give the macro another name", name);
	return hash + 3;
}

void check_relation(void)
{
	struct names own = {0};
	size_t length;
	const char *file = slurp(source, &length);
	const char *wanted = text("%s_RELATION", layer.name);
	const struct token *tokens = lex(file, length, false);

	for (const struct token *t = tokens; t->kind != END; t++)
		if (is_define(t))
			add(&own, t[2].text);
	for (const struct token *t = tokens; t->kind != END;) {
		if (t->first && is(t, "#")) {
			t = check_directive(t);
			continue;
		}
		if (t->first)
			wrong(t->line, "%s: only #define and comments stand in a relation; is "
			               "a backslash missing at the end of the line before?",
			      t->text);
		else if (t->kind == NAME)
			check_name(t, &own);
		else if (t->kind == PUNCTUATOR)
			check_punctuator(t);
		t++;
	}
	if (!has(&own, wanted))
		wrong(1, "there is no #define %s; write one", wanted);
}
