/* A helper of view 3: null and constant pointers, from the compiler's own picture of the program.
 *
 * For cheats that need no cast, as 0 is a null pointer in C: u32 *p = 0; p[0xB8000 / 4] = 1.
 * Comparing with one is harmless; having one is the start of an address made up, so it is refused
 * even where nothing follows it: what may follow cannot be seen.
 */
#include "views.h"

#include "layer.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define MOST_DEPTH 512 /* of the tree that clang shows; deeper is not C that people write */

static void wrong_null(int line)
{
	wrong(line, "a null pointer; a pointer must point into an object of this module: keep an "
	            "index or a flag");
}

/* A constant pointer at s, as gcc writes it: 4660B, and 0B for null */
static bool constant_pointer(const char *line, const char *s)
{
	const char *end = s + strspn(s, "0123456789");

	return s - line >= 3 && end > s && !in_name(s[-1]) && *end == 'B' && !in_name(end[1]);
}

static bool compared(const char *s)
{
	return starts_with(s - 3, "== ") || starts_with(s - 3, "!= ") || starts_with(s - 2, "+ ");
}

/* gcc's dump: statements, each behind [FILE:LINE:COLUMN] */
void check_constants_gcc(char *gimple)
{
	char *place = text("[%s:", source), *line;

	while ((line = next_line(&gimple))) {
		bool in_string = false;
		int where = 1;

		for (const char *s = line; *s; s++) {
			in_string ^= *s == '"';
			if (starts_with(s, place))
				where = atoi(s + strlen(place));
			if (*s == '\\' && s[1])
				s++;
			else if (in_string || !constant_pointer(line, s) || compared(s))
				continue;
			else if (*s == '0')
				wrong_null(where);
			else
				wrong(where, "an integer as pointer; call a primitive that loads "
				             "or stores there");
		}
	}
}

/* The number behind " line:" or "<line:"; `line` if there is none */
static int line_in(const char *row, int line)
{
	for (const char *s = strstr(row, "line:"); s; s = strstr(s + 1, "line:"))
		if (s > row && (s[-1] == '<' || s[-1] == ' '))
			return atoi(s + strlen("line:"));
	return line;
}

/* clang's dump: a tree, one node a row, indented by its depth.  Its lines are those of the module
 * after the last line of <underlay.h>, which has no function bodies. */
void check_constants_clang(char *tree, int first_line)
{
	const char *parents[MOST_DEPTH] = {NULL}, *parent;
	int line = 1;
	char *row;

	while ((row = next_line(&tree))) {
		size_t depth = strspn(row, " |`-") / 2;

		line = line_in(row, line);
		if (depth == 0 || depth >= MOST_DEPTH)
			continue;
		parents[depth] = row;
		parent = parents[depth - 1] ? parents[depth - 1] : "";
		if (strstr(row, "<NullToPointer>") && line >= first_line &&
		    !(strstr(parent, "BinaryOperator") &&
		      (strstr(parent, "'=='") || strstr(parent, "'!='"))))
			wrong_null(line);
	}
}
