/* C as tokens: of the file as written, or of what the preprocessor made of it. */
#ifndef TOKENS_H
#define TOKENS_H

#include "basics.h"

enum kind { NAME, NUMBER, STRING, PUNCTUATOR, END };

struct token {
	enum kind kind;
	bool first; /* of its line, as a directive's # must be */
	int line;
	char *text;
};

/* An array that ends with a token of kind END.  If preprocessed, "# LINE FILE" says where the text
 * comes from, and only tokens of the module itself are kept. */
struct token *lex(const char *file, size_t length, bool preprocessed);

bool is(const struct token *t, const char *word);
bool keyword(const char *name);
bool in_name(char c); /* may stand inside a name or a number */

/* The line where a name stands first; 1 if nowhere */
int line_of(const struct token *tokens, const char *name);
bool in_text(const struct token *tokens, const char *name);

/* The token after the bracket that closes the one at t */
const struct token *after(const struct token *t);

#endif
