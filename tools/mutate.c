/* mutate: make a wrong module out of a right one.
 *
 *   mutate MUTANT SOURCE              apply the mutant to SOURCE, to standard output
 *   mutate --file MUTANT              the file that the mutant is meant for ("" if it names none)
 *   mutate --generate SOURCE DIR [COUNT SEED]
 *                                     write standard mutants of SOURCE as DIR/0001.mut ...; with
 *                                     COUNT only that many, chosen by SEED
 *
 * A mutant is a text:
 *
 *   # pfree marks the frame allocated        what somebody did wrong
 *   file MAT.c                               what to change, in the room of the layer
 *   killed by discipline                     it is to be refused, not run
 *   not by checker: REASON                   a check that cannot see it, and why (or: traces)
 *   - 	at_set(f, 0);                       lines to find, and ...
 *   + 	at_set(f, 1);                       ... those to put there; then perhaps more blocks
 *
 * Old lines are compared without the white space at both ends.  They must occur exactly once:
 * a mutant that no longer fits its source is an error and never a mutant that survives.
 * Exit status 2 for every error.
 */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

struct text {
	char *at;
	size_t size;
	char **line; /* the lines, each ended by a null; line[lines] is NULL */
	int lines;
};

__attribute__((format(printf, 1, 2), noreturn)) static void die(const char *format, ...)
{
	va_list rest;

	fputs("mutate: ", stderr);
	va_start(rest, format);
	vfprintf(stderr, format, rest);
	va_end(rest);
	fputc('\n', stderr);
	exit(2);
}

static void *allocate(size_t size)
{
	void *result = calloc(1, size + 1);

	if (result == NULL)
		die("out of memory");
	return result;
}

/* ---- texts ---------------------------------------------------------------------------------- */

static void split(struct text *text)
{
	char *next = allocate(text->size);

	memcpy(next, text->at, text->size);
	text->line = allocate((text->size + 2) * sizeof *text->line);
	while (*next != '\0') {
		char *end = strchr(next, '\n');

		text->line[text->lines++] = next;
		if (end == NULL)
			break;
		*end = '\0';
		next = end + 1;
	}
}

static struct text read_text(const char *path)
{
	struct text text = {0};
	FILE *file = fopen(path, "r");
	struct stat about;

	if (file == NULL || fstat(fileno(file), &about) != 0)
		die("cannot read %s: %s", path, strerror(errno));
	text.size = (size_t)about.st_size;
	text.at = allocate(text.size);
	if (fread(text.at, 1, text.size, file) != text.size || strlen(text.at) != text.size)
		die("%s is not a text", path);
	fclose(file);
	split(&text);
	return text;
}

/* Equal but for white space at both ends? */
static bool same_line(const char *a, const char *b)
{
	size_t n, m;

	a += strspn(a, " \t");
	b += strspn(b, " \t");
	for (n = strlen(a); n > 0 && isspace((unsigned char)a[n - 1]); n--)
		;
	for (m = strlen(b); m > 0 && isspace((unsigned char)b[m - 1]); m--)
		;
	return n == m && memcmp(a, b, n) == 0;
}

static bool same_lines(char *const *a, char *const *b, int n)
{
	for (int i = 0; i < n; i++)
		if (!same_line(a[i], b[i]))
			return false;
	return true;
}

/* How often the n lines occur in text; *where is the last place. */
static int occurrences(const struct text *text, char *const *line, int n, int *where)
{
	int count = 0;

	for (int i = 0; i + n <= text->lines; i++) {
		if (same_lines(text->line + i, line, n)) {
			count++;
			*where = i;
		}
	}
	return count;
}

/* ---- applying a mutant ---------------------------------------------------------------------- */

struct block {
	char **old;
	char **new;
	int olds, news;
	int where; /* first line in the source */
};

enum { BLOCKS = 16 };

struct mutant {
	const char *path;
	const char *file;
	const char *comment;
	struct block block[BLOCKS];
	int blocks;
};

static bool is_change(const char *line, char sign)
{
	return line[0] == sign && (line[1] == ' ' || line[1] == '\0');
}

static const char *change_text(const char *line)
{
	return line[1] == '\0' ? "" : line + 2;
}

/* The block that begins at line i; returns the line after it. */
static int read_block(struct mutant *mutant, const struct text *text, int i)
{
	struct block *block = &mutant->block[mutant->blocks++];

	if (mutant->blocks == BLOCKS)
		die("%s: more than %d changes", mutant->path, BLOCKS - 1);
	block->old = allocate((size_t)text->lines * sizeof(char *));
	block->new = allocate((size_t)text->lines * sizeof(char *));
	for (; i < text->lines && is_change(text->line[i], '-'); i++)
		block->old[block->olds++] = (char *)change_text(text->line[i]);
	for (; i < text->lines && is_change(text->line[i], '+'); i++)
		block->new[block->news++] = (char *)change_text(text->line[i]);
	return i;
}

static struct mutant read_mutant(const char *path)
{
	struct text text = read_text(path);
	struct mutant mutant = {.path = path, .file = ""};
	int i = 0;

	while (i < text.lines) {
		const char *line = text.line[i];

		if (is_change(line, '-')) {
			i = read_block(&mutant, &text, i);
			continue;
		}
		if (line[0] == '#' && mutant.comment == NULL)
			mutant.comment = line + 1 + strspn(line + 1, " ");
		else if (strncmp(line, "file ", 5) == 0)
			mutant.file = line + 5;
		else if (line[0] != '#' && line[0] != '\0' &&
		         strncmp(line, "killed by ", 10) != 0 && strncmp(line, "not by ", 7) != 0)
			die("%s:%d: expected '# ...', 'file ...', 'killed by discipline', "
			    "'not by ...', '- ...' or '+ ...'", path, i + 1);
		i++;
	}
	if (mutant.comment == NULL)
		die("%s: begin with a line '# what is wrong'", path);
	if (mutant.blocks == 0)
		die("%s: it changes nothing; add lines '- old' and '+ new'", path);
	return mutant;
}

static void place(struct mutant *mutant, const struct text *source, const char *name)
{
	for (int b = 0; b < mutant->blocks; b++) {
		struct block *block = &mutant->block[b];
		int count = occurrences(source, block->old, block->olds, &block->where);

		if (count != 1)
			die("%s: '%s' occurs %d times in %s, not once: bring the mutant up to date",
			    mutant->path, block->old[0] + strspn(block->old[0], " \t"), count,
			    name);
		for (int k = 0; k < b; k++)
			if (block->where < mutant->block[k].where + mutant->block[k].olds &&
			    mutant->block[k].where < block->where + block->olds)
				die("%s: two changes overlap", mutant->path);
	}
}

static int apply(const char *mutant_path, const char *source_path)
{
	struct mutant mutant = read_mutant(mutant_path);
	struct text source = read_text(source_path);

	place(&mutant, &source, source_path);
	for (int i = 0; i < source.lines;) {
		const struct block *here = NULL;

		for (int b = 0; b < mutant.blocks; b++)
			if (mutant.block[b].where == i)
				here = &mutant.block[b];
		if (here == NULL) {
			puts(source.line[i++]);
			continue;
		}
		for (int k = 0; k < here->news; k++)
			puts(here->new[k]);
		i += here->olds;
	}
	if (fflush(stdout) != 0 || ferror(stdout))
		die("cannot write: %s", strerror(errno));
	return 0;
}

/* ---- generating: the tokens of a source ----------------------------------------------------- */

enum kind { NAME, NUMBER, MARK, OTHER };

struct token {
	enum kind kind;
	size_t from, to; /* in the text */
	bool code;       /* in the body of a function */
};

static struct text source;
static struct token *token;
static int tokens;
static const char *directory;

static bool token_is(int i, const char *word)
{
	size_t n = strlen(word);

	return i >= 0 && i < tokens && token[i].to - token[i].from == n &&
	       memcmp(source.at + token[i].from, word, n) == 0;
}

/* Past comments, strings, and what SPEC(...) says to the prover; 0 if there is none here. */
static size_t skip(size_t i)
{
	const char *at = source.at + i;
	int depth = 0;

	if (strncmp(at, "/*", 2) == 0) {
		size_t n = 2;

		while (at[n] != '\0' && strncmp(at + n, "*/", 2) != 0)
			n++;
		return at[n] == '\0' ? n : n + 2;
	}
	if (strncmp(at, "//", 2) == 0 || strncmp(at, "#include", 8) == 0)
		return strcspn(at, "\n");
	if (*at == '"') {
		size_t n = 1;

		while (at[n] != '"' && at[n] != '\n' && at[n] != '\0')
			n += at[n] == '\\' ? 2 : 1;
		return n + 1;
	}
	if (strncmp(at, "SPEC(", 5) != 0)
		return 0;
	for (size_t n = 4; at[n] != '\0'; n++) {
		depth += (at[n] == '(') - (at[n] == ')');
		if (depth == 0)
			return n + 1;
	}
	return 0;
}

static size_t mark_length(const char *at)
{
	static const char *const mark[] = {
		"<<=", ">>=", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "++", "--",
		"+=", "-=", "*=", "/=", "->", "&=", "|=",
	};

	for (unsigned i = 0; i < LENGTH(mark); i++)
		if (strncmp(at, mark[i], strlen(mark[i])) == 0)
			return strlen(mark[i]);
	return 1;
}

static void find_tokens(void)
{
	int depth = 0;
	bool code = false;
	size_t n;

	token = allocate((source.size + 1) * sizeof *token);
	for (size_t i = 0; i < source.size; i += n) {
		unsigned char c = (unsigned char)source.at[i];
		enum kind kind = isalpha(c) || c == '_' || c == '%' || c == '.' ? NAME
		                 : isdigit(c) ? NUMBER : MARK;

		n = skip(i);
		if (n > 0)
			continue;
		n = 1;
		if (isspace(c))
			continue;
		/* In C, % is an operator and . selects; only assembly has them in names. */
		if (kind == NAME && !isalpha(c) && c != '_' &&
		    !isalpha((unsigned char)source.at[i + 1]))
			kind = MARK;
		if (kind == MARK)
			n = mark_length(source.at + i);
		else
			while (isalnum((unsigned char)source.at[i + n]) || source.at[i + n] == '_')
				n++;
		if (c == '{' && depth++ == 0)
			code = token_is(tokens - 1, ")");
		else if (c == '}')
			depth--;
		token[tokens++] = (struct token){kind, i, i + n, depth > 0 && code};
	}
}

/* ---- generating: one mutant ----------------------------------------------------------------- */

struct edit {
	size_t from, to;
	const char *text;
};

static const char *name; /* of the source, without its folder */
static int made;
static long wanted = -1; /* -1: all; else how many of made are kept, by the seed */
static unsigned long long seed;

static struct { char **at; int count; } comments;

static int line_of(size_t at)
{
	int line = 0;

	for (size_t i = 0; i < at; i++)
		line += source.at[i] == '\n';
	return line;
}

static bool first_of_line(int i)
{
	return i == 0 || line_of(token[i - 1].from) != line_of(token[i].from);
}

/* The function around a place: the last name at the margin that has a parenthesis or a colon. */
static const char *function_around(int line)
{
	static char function[80];

	for (; line >= 0; line--) {
		const char *at = source.line[line];
		const char *end = strpbrk(at, "(:");
		const char *start = end;

		if (!isalpha((unsigned char)*at) || end == NULL || strchr(at, ';') != NULL)
			continue;
		while (start > at && (isalnum((unsigned char)start[-1]) || start[-1] == '_'))
			start--;
		snprintf(function, sizeof function, "%.*s", (int)(end - start), start);
		return function;
	}
	return "top";
}

/* A line without the white space around it and the comment at its end. */
static void trimmed(char *out, size_t size, const char *line)
{
	const char *comment = strstr(line, "/*");
	int n;

	line += strspn(line, " \t");
	n = comment == NULL || comment < line ? (int)strlen(line) : (int)(comment - line);
	while (n > 0 && isspace((unsigned char)line[n - 1]))
		n--;
	snprintf(out, size, "%.*s", n, line);
	for (; *out != '\0'; out++)
		if (*out == '\t')
			*out = ' ';
}

/* Two mutants of equal lines in one function are told apart by a number. */
static int times_said(const char *comment)
{
	int count = 1;

	for (int i = 0; i < comments.count; i++)
		count += strcmp(comments.at[i], comment) == 0;
	comments.at = realloc(comments.at, (size_t)(comments.count + 1) * sizeof(char *));
	if (comments.at == NULL)
		die("out of memory");
	comments.at[comments.count] = strdup(comment);
	if (comments.at[comments.count++] == NULL)
		die("out of memory");
	return count;
}

static void write_mutant(const struct text *changed, int first, int last, int grown)
{
	char path[4096], comment[1024], old[256] = "", new[256] = "";
	FILE *file;
	int times, where;
	int from = first, to = last;

	trimmed(old, sizeof old, source.line[first]);
	trimmed(new, sizeof new, changed->line[first]);
	snprintf(comment, sizeof comment, "%s, %s: %s => %s", name, function_around(first), old,
	         *new ? new : "(nothing)");
	times = times_said(comment);
	/* Lines around it until what is to be found is unique. */
	while (occurrences(&source, source.line + from, to - from + 1, &where) != 1) {
		if (from > 0)
			from--;
		if (to + 1 < source.lines)
			to++;
	}
	snprintf(path, sizeof path, "%s/%04d.mut", directory, ++made);
	file = fopen(path, "w");
	if (file == NULL)
		die("cannot write %s: %s", path, strerror(errno));
	if (times > 1)
		fprintf(file, "# %s (%d)\n", comment, times);
	else
		fprintf(file, "# %s\n", comment);
	fprintf(file, "file %s\n", name);
	for (int i = from; i <= to; i++)
		fprintf(file, "- %s\n", source.line[i]);
	for (int i = from; i <= to + grown; i++)
		fprintf(file, "+ %s\n", changed->line[i]);
	if (fclose(file) != 0)
		die("cannot write %s: %s", path, strerror(errno));
}

/* The source with one or two edits, in ascending order. */
static void mutate(const struct edit *edit, int edits)
{
	struct text changed = {0};
	size_t at = 0;

	changed.at = allocate(source.size + 256);
	for (int e = 0; e < edits; e++) {
		strncat(changed.at, source.at + at, edit[e].from - at);
		strcat(changed.at, edit[e].text);
		at = edit[e].to;
	}
	strcat(changed.at, source.at + at);
	changed.size = strlen(changed.at);
	split(&changed);
	write_mutant(&changed, line_of(edit[0].from), line_of(edit[edits - 1].to),
	             changed.lines - source.lines);
	free(changed.at);
}

static void replace(int from, int to, const char *text)
{
	const struct edit edit = {token[from].from, token[to].to, text};

	mutate(&edit, 1);
}

static const char *token_text(int i, const char *format)
{
	static char text[128];
	char word[80];

	snprintf(word, sizeof word, "%.*s", (int)(token[i].to - token[i].from),
	         source.at + token[i].from);
	snprintf(text, sizeof text, format, word);
	return text;
}

/* ---- generating: C -------------------------------------------------------------------------- */

static bool is_operand_end(int i)
{
	return i >= 0 && (token[i].kind == NAME || token[i].kind == NUMBER || token_is(i, ")") ||
	                  token_is(i, "]"));
}

static void mutate_operator(int i)
{
	static const char *const swap[][3] = {
		{"<", "<=", ">="}, {"<=", "<", ">"}, {">", ">=", "<="}, {">=", ">", "<"},
		{"==", "!=", NULL}, {"!=", "==", NULL}, {"&&", "||", NULL}, {"||", "&&", NULL},
		{"+", "-", NULL}, {"-", "+", NULL}, {"*", "/", NULL}, {"/", "*", NULL},
		{"%", "/", NULL}, {"&", "|", NULL}, {"|", "&", NULL}, {"^", "&", NULL},
		{"<<", ">>", NULL}, {">>", "<<", NULL}, {"++", "--", NULL}, {"--", "++", NULL},
		{"+=", "-=", NULL}, {"-=", "+=", NULL}, {"<<=", ">>=", NULL}, {">>=", "<<=", NULL},
		{"&=", "|=", NULL}, {"|=", "&=", NULL},
	};

	if ((token_is(i, "!") || token_is(i, "~")) && !is_operand_end(i - 1)) {
		replace(i, i, "");
		return;
	}
	for (unsigned k = 0; k < LENGTH(swap); k++) {
		if (!token_is(i, swap[k][0]))
			continue;
		if (!is_operand_end(i - 1) && !token_is(i, "++") && !token_is(i, "--"))
			continue; /* a sign, a pointer or an address */
		for (int s = 1; s < 3 && swap[k][s] != NULL; s++)
			replace(i, i, swap[k][s]);
	}
}

static bool is_constant_name(int i)
{
	const char *at = source.at + token[i].from;
	size_t n = token[i].to - token[i].from;

	for (size_t k = 0; k < n; k++)
		if (islower((unsigned char)at[k]) ||
		    !(isalnum((unsigned char)at[k]) || at[k] == '_'))
			return false;
	return n > 1 && isupper((unsigned char)at[0]) && !token_is(i + 1, "(");
}

static void mutate_constant(int i)
{
	if (token[i].kind == NUMBER || (token[i].kind == NAME && is_constant_name(i))) {
		replace(i, i, token_text(i, "(%s + 1)"));
		replace(i, i, token_text(i, "(%s - 1)"));
	}
}

static int closing(int i)
{
	int depth = 0;

	for (; i < tokens; i++) {
		depth += token_is(i, "(") - token_is(i, ")");
		if (depth == 0)
			return i;
	}
	return -1;
}

static void mutate_keyword(int i)
{
	int end;

	if (token_is(i, "else"))
		replace(i, i, "");
	if ((token_is(i, "if") || token_is(i, "while")) && token_is(i + 1, "(") &&
	    (end = closing(i + 1)) > 0) {
		const struct edit edit[] = {{token[i + 1].from, token[i + 1].to, "(!("},
		                            {token[end].from, token[end].to, "))"}};

		mutate(edit, 2);
	}
	if (token_is(i, "return") && !token_is(i + 1, ";") && token[i + 1].kind != NUMBER) {
		for (end = i; end + 1 < tokens && !token_is(end + 1, ";"); end++)
			;
		const struct edit edit[] = {{token[i + 1].from, token[i + 1].from, "("},
		                            {token[end].to, token[end].to, ") + 1"}};

		mutate(edit, 2);
	}
}

/* A call or an assignment alone in its statement, or a return of nothing. */
static void mutate_statement(int i)
{
	bool begins = token_is(i - 1, ";") || token_is(i - 1, "{") || token_is(i - 1, "}") ||
	              token_is(i - 1, "else") || (token_is(i - 1, ")") && first_of_line(i));
	int end = i;

	if (!begins || token[i].kind != NAME || token_is(i, "else") || token_is(i, "for") ||
	    token_is(i, "if") || token_is(i, "while") || token[i + 1].kind == NAME)
		return;
	if (token_is(i, "return") && !token_is(i + 1, ";"))
		return;
	if (token_is(i, "default") && token_is(i + 2, "return"))
		return;
	/* Inside the parentheses of a for there is no statement. */
	for (int k = i - 1, depth = 0; k >= 0 && !token_is(k, "{") && !token_is(k, "}"); k--) {
		depth += token_is(k, "(") - token_is(k, ")");
		if (depth > 0)
			return;
	}
	while (end < tokens && !token_is(end, ";") && !token_is(end, "{"))
		end++;
	if (token_is(end, ";"))
		replace(i, end - 1, "");
}

static void generate_c(void)
{
	for (int i = 0; i < tokens; i++) {
		if (!token[i].code)
			continue;
		mutate_keyword(i);
		mutate_statement(i);
		mutate_operator(i);
		mutate_constant(i);
	}
}

/* ---- generating: assembly ------------------------------------------------------------------- */

static void mutate_register(int i)
{
	static const char *const next[][2] = {
		{"%eax", "%edx"}, {"%edx", "%ecx"}, {"%ecx", "%eax"},
		{"%ebx", "%esi"}, {"%esi", "%edi"}, {"%edi", "%ebx"},
		{"%ebp", "%esp"}, {"%esp", "%ebp"},
	};

	for (unsigned k = 0; k < LENGTH(next); k++)
		if (token_is(i, next[k][0]))
			replace(i, i, next[k][1]);
}

static void mutate_line(int i)
{
	int end = i;

	while (end + 1 < tokens && !first_of_line(end + 1))
		end++;
	if (token_is(i, "#")) { /* #define NAME NUMBER */
		if (token_is(i + 1, "define") && end == i + 3 && token[end].kind == NUMBER)
			replace(end, end, token_text(end, "(%s + 4)"));
		return;
	}
	if (source.at[token[i].from] == '.' || token_is(i + 1, ":"))
		return;
	replace(i, end, "");
	if (token_is(i, "vmload") || token_is(i, "vmsave")) /* there is no other register */
		return;
	for (int k = i + 1; k <= end; k++) {
		mutate_register(k);
		/* the offset before (%register) */
		if (token_is(k, "(") &&
		    (token[k - 1].kind == NAME || token[k - 1].kind == NUMBER)) {
			replace(k - 1, k - 1, token_text(k - 1, "%s + 4"));
			replace(k - 1, k - 1, token_text(k - 1, "%s - 4"));
		}
		if (token_is(k, "$") && k + 1 <= end) {
			replace(k + 1, k + 1, token_text(k + 1, "(%s + 1)"));
			replace(k + 1, k + 1, token_text(k + 1, "(%s - 1)"));
		}
	}
}

static void generate_assembly(void)
{
	for (int i = 0; i < tokens; i++)
		if (first_of_line(i))
			mutate_line(i);
}

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n >= m && strcmp(text + n - m, end) == 0;
}

/* Keep `wanted` of the mutants made: throw dice for each in turn. */
static void sample(void)
{
	long left = wanted;

	for (int i = 1; i <= made; i++) {
		char path[4096];

		seed = seed * 6364136223846793005u + 1442695040888963407u;
		if ((seed >> 33) % (unsigned long long)(made - i + 1) < (unsigned long long)left) {
			left--;
			continue;
		}
		snprintf(path, sizeof path, "%s/%04d.mut", directory, i);
		remove(path);
	}
}

static int generate(const char *path)
{
	name = strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path;
	source = read_text(path);
	if (mkdir(directory, 0777) != 0 && errno != EEXIST)
		die("cannot make %s: %s", directory, strerror(errno));
	find_tokens();
	if (ends_with(path, ".S"))
		generate_assembly();
	else
		generate_c();
	if (made == 0)
		die("%s: nothing to change in it", path);
	if (wanted >= 0 && wanted < made)
		sample();
	return 0;
}

int main(int count, char **word)
{
	if (count == 3 && strcmp(word[1], "--file") == 0) {
		puts(read_mutant(word[2]).file);
		return 0;
	}
	if ((count == 4 || count == 6) && strcmp(word[1], "--generate") == 0) {
		directory = word[3];
		if (count == 6) {
			wanted = atol(word[4]);
			seed = (unsigned long long)atol(word[5]);
		}
		return generate(word[2]);
	}
	if (count == 3 && word[1][0] != '-')
		return apply(word[1], word[2]);
	fprintf(stderr, "usage: mutate MUTANT SOURCE\n"
	                "       mutate --file MUTANT\n"
	                "       mutate --generate SOURCE DIR [COUNT SEED]\n");
	return 2;
}
