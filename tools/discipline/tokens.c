/* Text to tokens.  Here for cheats that hide a word from a search: lines joined with a backslash
 * (as\<newline>m), comments inside a directive, quotes inside comments and the other way round. */
#include "tokens.h"

#include "layer.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK 1024 /* tokens to make room for at a time */

bool is(const struct token *t, const char *word)
{
	return t->kind != STRING && strcmp(t->text, word) == 0;
}

bool keyword(const char *name)
{
	return among(name,
	             "auto break case char const continue default do double else enum extern float "
	             "for goto if inline int long register restrict return short signed sizeof "
	             "static struct switch typedef union unsigned void volatile while asm typeof");
}

bool in_name(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '$' || (c & 0x80);
}

static const struct token *first_named(const struct token *t, const char *name)
{
	for (; t->kind != END; t++)
		if (t->kind == NAME && is(t, name))
			return t;
	return NULL;
}

int line_of(const struct token *tokens, const char *name)
{
	const struct token *t = first_named(tokens, name);

	return t ? t->line : 1;
}

bool in_text(const struct token *tokens, const char *name)
{
	return first_named(tokens, name) != NULL;
}

const struct token *after(const struct token *t)
{
	int depth = 0;

	for (; t->kind != END; t++) {
		depth += is(t, "(") || is(t, "[") || is(t, "{");
		depth -= is(t, ")") || is(t, "]") || is(t, "}");
		if (depth == 0)
			return t + 1;
	}
	return t;
}

/* The length of a backslash, blanks and a line's end; 0 if there is no such thing at s.  gcc takes
 * blanks there for nothing, other compilers do not. */
static size_t continuation(const char *s)
{
	size_t n = *s == '\\' ? 1 + strspn(s + 1, " \t\r") : 0;

	return n && s[n] == '\n' ? n + 1 : 0;
}

/* Joins lines that end with a backslash, as the compiler does; (*lines)[i] is the line that byte i
 * of the result came from. */
static char *join_lines(const char *file, size_t length, int **lines)
{
	char *joined = grow(NULL, length + 1);
	size_t n = 0, skip;
	int line = 1;

	*lines = grow(NULL, (length + 1) * sizeof(int));
	for (size_t i = 0; i < length; i++) {
		for (; (skip = continuation(file + i)); line++)
			i += skip;
		if (i >= length)
			break;
		(*lines)[n] = line;
		joined[n++] = file[i];
		line += file[i] == '\n';
	}
	(*lines)[n] = line;
	joined[n] = '\0';
	return joined;
}

static size_t punctuator(const char *s)
{
	static const char *const long_ones[] = {"%:%:", "...", "<<=", ">>=", "##", "->", "++", "--",
	                                        "<<",   ">>",  "<=",  ">=",  "==", "!=", "&&", "||",
	                                        "*=",   "/=",  "%=",  "+=",  "-=", "&=", "^=", "|=",
	                                        "<:",   ":>",  "<%",  "%>",  "%:"};

	for (size_t i = 0; i < LENGTH(long_ones); i++)
		if (starts_with(s, long_ones[i]))
			return strlen(long_ones[i]);
	return 1;
}

/* The end of the token that starts at s.  A quote that does not end ends with its line. */
static const char *token_end(const char *s, enum kind *kind)
{
	const char *start = s;

	if (isdigit((unsigned char)*s) || (*s == '.' && isdigit((unsigned char)s[1]))) {
		*kind = NUMBER;
		while (in_name(*s) || *s == '.' ||
		       ((*s == '+' || *s == '-') && strchr("eEpP", s[-1])))
			s++;
	} else if (in_name(*s)) {
		*kind = NAME;
		while (in_name(*s))
			s++;
	} else if (*s == '"' || *s == '\'') {
		*kind = STRING;
		for (s++; *s && *s != *start && *s != '\n'; s++)
			s += *s == '\\' && s[1] && s[1] != '\n';
		s += *s == *start;
	} else {
		*kind = PUNCTUATOR;
		s += punctuator(s);
	}
	return s;
}

/* The first of a token or a line's end, at s or later */
static const char *skip_blanks(const char *s)
{
	const char *end;

	for (;;)
		if (*s != '\n' && isspace((unsigned char)*s))
			s++;
		else if (starts_with(s, "//"))
			s += strcspn(s, "\n");
		else if (starts_with(s, "/*"))
			s = (end = strstr(s + 2, "*/")) ? end + 2 : s + strlen(s);
		else
			return s;
}

/* Does "# LINE "FILE"" name the module? */
static bool names_module(const char *marker)
{
	const char *name = strchr(marker, '"');
	size_t n = strlen(source);

	return name && strncmp(name + 1, source, n) == 0 && name[n + 1] == '"';
}

struct token *lex(const char *file, size_t length, bool preprocessed)
{
	struct token *tokens = NULL;
	int *lines, shift = 0, count = 0;
	char *joined = join_lines(file, length, &lines);
	bool first = true, wanted = !preprocessed;
	const char *s, *end;

	for (s = skip_blanks(joined); *s; s = skip_blanks(end)) {
		int line = lines[s - joined] + shift;
		enum kind kind;

		end = token_end(s, &kind);
		if (preprocessed && first && *s == '#') {
			shift += atoi(s + 1) - line - 1;
			wanted = names_module(s);
			end = s + strcspn(s, "\n");
		} else if (*s != '\n' && wanted) {
			if (count % CHUNK == 0)
				tokens =
					grow(tokens, (size_t)(count + CHUNK + 1) * sizeof(*tokens));
			tokens[count++] =
				(struct token){kind, first, line, copy(s, (size_t)(end - s))};
		}
		first = *s == '\n' || (preprocessed && *s == '#' && first);
	}
	tokens = grow(tokens, (size_t)(count + 1) * sizeof(*tokens));
	tokens[count] = (struct token){END, true, lines[s - joined] + shift, copy("", 0)};
	return tokens;
}
