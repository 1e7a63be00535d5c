/* View 2: the tokens after the preprocessor, for every way to declare or cast a pointer.
 *
 * For cheats that make an address out of a number, or keep one where the number can be changed:
 * casts to pointers, void *, pointers in structs, unions and arrays, pointers that outlive their
 * function, function pointers, and own prototypes of what <underlay.h> hides.  When nothing is
 * left of these a pointer can only come from an object of the module itself.
 *
 * This is no parser of C: it knows where a declaration starts and takes declarators apart.  What is
 * not C never gets here, for the compiler is asked first.
 */
#include "views.h"

#include "layer.h"

#include <string.h>

#define MOST_BRACES 256 /* inside each other; compilers take as many */

/* Where a declaration stands; VALUES: there is none, this is an enum or an initialiser. */
enum place { FILE_SCOPE, BLOCK, MEMBER, TYPEDEF, VALUES };

struct specifiers {
	enum place place;
	const struct token *first, *end; /* `end`: the first declarator */
	bool is_static, is_void, is_enum;
};

struct names types;
static struct names enums; /* names of types that are enums */
static const struct token *start;

static bool qualifier(const struct token *t)
{
	return among(t->text, "const volatile restrict register static auto inline extern typedef");
}

/* Starts a type, or stands inside one */
static bool type_word(const struct token *t)
{
	return t->kind == NAME &&
	       (qualifier(t) || has(&types, t->text) ||
	        among(t->text, "char short int long signed unsigned void struct union enum _Bool"));
}

static bool aggregate(const struct token *t)
{
	return among(t->text, "struct union enum");
}

static bool has_pointer(const struct token *t, const struct token *end)
{
	for (; t < end; t = is(t, "[") ? after(t) : t + 1)
		if (is(t, "*"))
			return true;
	return false;
}

/* A prototype; functions of other layers come from <underlay.h>. */
static void check_prototype(const struct token *name, const struct specifiers *s)
{
	const char *f = name->text;

	if (s->place == TYPEDEF || s->place == MEMBER)
		wrong(name->line, "%s is a type of functions; call functions by name", f);
	else if (!is(after(name + 1), "{") && !s->is_static && !has(&layer.allowed, f) &&
	         !has(&layer.exports, f))
		wrong(name->line, "an own prototype of %s%s; use what <underlay.h> declares", f,
		      belongs(f));
}

/* static const char *const NAME[] = {"...", "..."}: nothing in it can be changed, and with nothing
 * but strings, each given, no element is null. */
static bool string_table(const struct token *name, const struct specifiers *s)
{
	bool is_char = false, is_const = false;
	const struct token *t;

	for (t = s->first; t < s->end; t++) {
		if (!among(t->text, "static const char"))
			return false;
		is_char |= is(t, "char");
		is_const |= is(t, "const");
	}
	if (!is_char || !is_const || t + 2 != name || !is(t, "*") || !is(t + 1, "const"))
		return false;
	if (!is(name + 1, "[") || !is(name + 2, "]") || !is(name + 3, "=") || !is(name + 4, "{"))
		return false;
	for (t = name + 5; t->kind == STRING && t->text[0] == '"'; t += is(t, ","))
		t++;
	return is(t, "}");
}

static void check_pointer(const struct token *name, const struct token *end,
                          const struct specifiers *s)
{
	if (is(name + 1, ")") && is(name + 2, "("))
		wrong(name->line, "%s is a function pointer; call functions by name", name->text);
	else if (s->is_void)
		wrong(name->line, "%s is void *, a pointer to anything; name the type it points to",
		      name->text);
	else if (s->place == MEMBER)
		wrong(name->line, "%s is a pointer in a struct or union; keep an index",
		      name->text);
	else if (s->place == TYPEDEF)
		wrong(name->line, "%s hides a pointer; write the * where you declare one",
		      name->text);
	else if (string_table(name, s))
		return;
	else if (s->place == FILE_SCOPE || s->is_static)
		wrong(name->line, "%s is a pointer that outlives its function; keep an index",
		      name->text);
	else if (is(name + 1, "["))
		wrong(name->line, "%s is an array of pointers; use an array of indices",
		      name->text);
	else
		check_pointer_has_value(start, name, is(end, "="));
}

/* One declarator, from t to its end. */
static void check_declarator(const struct token *t, const struct token *end,
                             const struct specifiers *s)
{
	const struct token *name = t;
	bool star = false;

	for (; name < end && (name->kind != NAME || qualifier(name)); name++)
		star |= is(name, "*");
	if (name == end)
		return;
	if (is(name + 1, "(") && !(star && s->is_void))
		check_prototype(name, s);
	else if (star)
		check_pointer(name, end, s);
	for (; s->place == TYPEDEF && t < end; t++)
		if (t->kind == NAME && !qualifier(t) && (t + 1 == end || is(t + 1, "["))) {
			add(&types, t->text);
			if (s->is_enum)
				add(&enums, t->text);
		}
}

static struct specifiers read_specifiers(const struct token *t, enum place place)
{
	struct specifiers s = {.place = place, .first = t};

	while (type_word(t)) {
		bool tagged = aggregate(t);

		s.is_static |= is(t, "static");
		s.is_void |= is(t, "void");
		s.is_enum |= is(t, "enum") || has(&enums, t->text);
		if (is(t, "typedef"))
			s.place = TYPEDEF;
		t++;
		if (tagged && t->kind == NAME)
			t++;
		if (tagged && is(t, "{"))
			t = after(t);
	}
	s.end = t;
	return s;
}

/* The first token from t on, outside of brackets, that is one of the words */
static const struct token *up_to(const struct token *t, const char *words)
{
	while (t->kind != END && !among(t->text, words))
		t = among(t->text, "( [ {") ? after(t) : t + 1;
	return t;
}

/* The declarators of the declaration at t */
static void check_declaration(const struct token *t, enum place place)
{
	struct specifiers s = read_specifiers(t, place);

	if (s.is_void && s.place == TYPEDEF)
		wrong(t->line, "another name for void; write void");
	for (t = s.end; t->kind != END; t++) {
		const struct token *end = up_to(t, "= , ; : { )");

		check_declarator(t, end, &s);
		t = is(end, "{") ? end : up_to(end, ", ; )");
		if (!is(t, ","))
			break;
	}
}

/* A type in parentheses: a cast or a compound literal, the operand of sizeof, or parameters. */
static void check_parenthesis(const struct token *open)
{
	const struct token *end = after(open) - 1;

	if (open[-1].kind == NAME && !among(open[-1].text, "return case else do"))
		return; /* a function's parameters, sizeof, for */
	for (const struct token *t = open; t < end; t++)
		if (is(t, "enum") || (t->kind == NAME && has(&enums, t->text)))
			wrong(open->line, /* compilers are silent about (enum e)pointer */
			      "a cast to an enum could take an address; leave the cast out, an "
			      "integer needs none");
	if (has_pointer(open, end))
		wrong(open->line,
		      "a cast to a pointer; a pointer comes from an object of this module, "
		      "with its type");
}

/* One parameter, from t to end */
static void check_parameter(const struct token *t, const struct token *end)
{
	const struct token *first = t;
	bool is_void = false;

	for (; t < end; t = is(t, "(") ? after(t) : t + 1) {
		is_void |= is(t, "void");
		if (is(t, "(") && !(is(t + 1, "*") && is(after(t), "["))) {
			wrong(t->line, "a function as parameter; call functions by name");
			return;
		}
	}
	if (is_void && has_pointer(first, end))
		wrong(first->line, "void *: a pointer to anything; name the type it points to");
	for (t = first; t < end; t++)
		if (is(t, "[") && is(t - 1, "*"))
			wrong(t->line, "an array of pointers; use an array of indices");
}

static void check_parameters(const struct token *open)
{
	const struct token *end = after(open) - 1;
	const struct token *t = open + 1;

	while (t < end) {
		const struct token *next = up_to(t, ", )");

		check_parameter(t, next);
		t = next + 1;
	}
}

/* Does a declaration start here?  Statements follow ; { } : or a condition, and for (. */
static bool declaration_starts(const struct token *t)
{
	if (!type_word(t))
		return false;
	return t == start || among(t[-1].text, "; { } :") || (is(t - 1, "(") && is(t - 2, "for"));
}

/* Names of types keep their meaning; else what follows could not be read. */
static void check_type_name(const struct token *t)
{
	const struct token *first = t;

	if (t->kind != NAME || !has(&types, t->text))
		return;
	while (first > start && type_word(first - 1) && !is(first, "typedef"))
		first--;
	if (first < t && !is(first, "typedef") && !qualifier(t - 1) && !aggregate(t - 1))
		wrong(t->line, "%s is the name of a type; give it another name", t->text);
}

static void check_token(const struct token *t)
{
	if (is(t, "goto") && is(t + 1, "*"))
		wrong(t->line, "a computed goto; use switch");
	if (is(t, "typedef") && t > start && !among(t[-1].text, "; { }"))
		wrong(t->line, "typedef must start its line; write it first");
	check_type_name(t);
	if (t > start && is(t, "(") && type_word(t + 1)) {
		check_parenthesis(t);
		if (t[-1].kind == NAME && !keyword(t[-1].text))
			check_parameters(t);
	}
}

/* What the brace at t opens: members, values (of an enum or an initialiser) or statements */
static enum place brace_opens(const struct token *t, enum place outer)
{
	const struct token *tag = t - start >= 2 && !aggregate(t - 1) ? t - 2 : t - 1;

	if (t == start)
		return BLOCK;
	if (is(tag, "enum") || is(t - 1, "="))
		return VALUES;
	if (outer == VALUES && (is(t - 1, "{") || is(t - 1, ",")))
		return VALUES;
	return aggregate(tag) ? MEMBER : BLOCK;
}

void check_declarations(const struct token *program)
{
	enum place stack[MOST_BRACES] = {FILE_SCOPE};
	int depth = 0;

	start = program;
	for (const struct token *t = program; t->kind != END; t++) {
		check_token(t);
		if (declaration_starts(t) && stack[depth] != VALUES)
			check_declaration(t, stack[depth]);
		if (is(t, "{") && depth + 1 == MOST_BRACES) {
			wrong(t->line, "too many braces inside each other");
			return;
		}
		if (is(t, "{")) {
			depth++;
			stack[depth] = brace_opens(t, stack[depth - 1]);
		}
		depth -= is(t, "}") && depth > 0;
	}
}
