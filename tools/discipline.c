/* discipline: does a module keep to its layer?
 *
 * usage: discipline LAYER BUILD SOURCE...
 *
 * SOURCE is the module of LAYER: one .c, or one .c and one .S, or one .S.  BUILD/LAYER and
 * BUILD/symbols (from tools/layers) say what it may use.  The compiler is $CC, or gcc.
 *
 * No single view of a C file can be trusted, so the module is looked at four times, each time
 * closing what the view before cannot see:
 *   1. the text as written: directives, reserved names, and what would make the file mean something
 *      else in another build (conditionals, __OPTIMIZE__, ##);
 *   2. the tokens after the preprocessor: every way to declare or cast a pointer;
 *   3. the compiler's warnings, its dump of null and constant pointers, and stack use;
 *   4. the objects at -O0 and -O2: symbols, relocations, memory, instructions, the call graph.
 * After 2 and 3 a pointer can only come from an object of the module itself, so that what remains
 * is arithmetic out of an object's bounds, which is the checker's to find.
 *
 * It lives for a tenth of a second, so it frees nothing.
 * One line for each violation; exit status 0 none, 1 some, 2 wrong use.
 */
#define _DEFAULT_SOURCE

#include <ctype.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define STACK_LIMIT 512 /* bytes that one function may use */
#define LENGTH(a)   (sizeof(a) / sizeof((a)[0]))

enum kind { NAME, NUMBER, STRING, PUNCTUATOR, END };

struct token {
	enum kind kind;
	int line;
	bool first; /* first of its line, as a directive's # must be */
	char *text;
};

struct tokens {
	struct token *at; /* ends with a token of kind END */
	int count;
};

struct names {
	char **at;
	int count;
};

static const char *layer, *build, *source;
static char scratch[] = "/tmp/discipline.XXXXXX";
static bool owns, assembly, privileged;
static bool clang;
static int violations;
static struct names allowed, exports;
/* symbols.at[i] is a primitive of layer owners.at[i], hidden by layer hiders.at[i] or "". */
static struct names symbols, owners, hiders;
static struct names defined, undefined; /* by the module's objects */
static struct names functions;          /* that the object at hand defines or leaves undefined */

/* Where the files come from and go to. */

static void cleanup(void)
{
	static const char *const files[] = {"out",   "err",   "i",   "o0.o",   "o2.o",
	                                    "o0.su", "o2.su", "o.d", "gimple", "s.o"};
	char path[64];

	for (unsigned i = 0; i < LENGTH(files); i++) {
		snprintf(path, sizeof(path), "%s/%s", scratch, files[i]);
		unlink(path);
	}
	rmdir(scratch);
}

__attribute__((format(printf, 1, 2), noreturn)) static void die(const char *format, ...)
{
	va_list list;

	fputs("discipline: ", stderr);
	va_start(list, format);
	vfprintf(stderr, format, list);
	va_end(list);
	fputc('\n', stderr);
	exit(2);
}

static void *grow(void *old, size_t size)
{
	void *new = realloc(old, size);

	if (!new)
		die("out of memory");
	return new;
}

static char *copy(const char *s, size_t length)
{
	char *new = grow(NULL, length + 1);

	memcpy(new, s, length);
	new[length] = '\0';
	return new;
}

__attribute__((format(printf, 1, 2))) static char *text(const char *format, ...)
{
	char buffer[2048];
	va_list list;

	va_start(list, format);
	vsnprintf(buffer, sizeof(buffer), format, list);
	va_end(list);
	return copy(buffer, strlen(buffer));
}

static char *slurp(const char *path, size_t *length)
{
	FILE *file = fopen(path, "r");
	size_t n = 0, room = 1 << 16;
	char *buffer = grow(NULL, room + 1);
	size_t got;

	if (!file)
		die("cannot read %s; run make first", path);
	while ((got = fread(buffer + n, 1, room - n, file)) > 0) {
		n += got;
		if (n == room)
			buffer = grow(buffer, 2 * (room *= 2) + 1);
	}
	fclose(file);
	buffer[n] = '\0';
	if (length)
		*length = n;
	return buffer;
}

/* A word of a set of names */

static void add(struct names *names, const char *name)
{
	names->at = grow(names->at, (size_t)(names->count + 1) * sizeof(char *));
	names->at[names->count++] = copy(name, strlen(name));
}

static int find(const struct names *names, const char *name)
{
	for (int i = 0; i < names->count; i++)
		if (strcmp(names->at[i], name) == 0)
			return i;
	return -1;
}

static bool has(const struct names *names, const char *name)
{
	return find(names, name) >= 0;
}

static bool among(const char *name, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(name, list[i]) == 0)
			return true;
	return false;
}

/* Reads a file of lines with up to three words each; a column that is NULL is not wanted. */
static void load(const char *path, struct names *first, struct names *second, struct names *third)
{
	struct names *columns[] = {first, second, third};
	char *rest = slurp(path, NULL);
	char *line;

	while ((line = strsep(&rest, "\n"))) {
		char *word = strtok(line, " \t");

		for (unsigned i = 0; i < LENGTH(columns) && (i > 0 || word); i++) {
			if (columns[i])
				add(columns[i], word ? word : "");
			word = word ? strtok(NULL, " \t") : NULL;
		}
	}
}

static bool yes(const char *name, bool required)
{
	char *path = text("%s/%s/%s", build, layer, name);

	if (!required && access(path, R_OK) != 0)
		return false;
	return strncmp(slurp(path, NULL), "yes", 3) == 0;
}

/* What is wrong, and where */

__attribute__((format(printf, 2, 3))) static void wrong(int line, const char *format, ...)
{
	static struct names said;
	char what[1024];
	va_list list;
	char *message;

	va_start(list, format);
	vsnprintf(what, sizeof(what), format, list);
	va_end(list);
	message = text("%s: %s:%d: %s", layer, source, line, what);
	violations++;
	if (has(&said, message))
		return;
	add(&said, message);
	puts(message);
}

/* The layer whose primitive a name is, and why this layer does not see it; "" for other names */
static const char *belongs(const char *name)
{
	int i = find(&symbols, name);
	int own = find(&owners, layer);

	if (i < 0)
		return "";
	if (own >= 0 && i > own && strcmp(owners.at[i], layer) != 0)
		return text(" (it belongs to %s, a layer above)", owners.at[i]);
	if (has(&allowed, name) || has(&exports, name) || !hiders.at[i][0])
		return text(" (it belongs to %s)", owners.at[i]);
	return text(" (it belongs to %s; %s hides it)", owners.at[i], hiders.at[i]);
}

static void not_visible(int line, const char *verb, const char *name)
{
	if (has(&symbols, name))
		wrong(line, "%s %s, which %s may not%s; use what <underlay.h> declares", verb, name,
		      layer, belongs(name));
	else
		wrong(line,
		      "%s %s, which is neither in this module nor in <underlay.h>; use what "
		      "<underlay.h> declares",
		      verb, name);
}

/* Tokens */

static bool is(const struct token *t, const char *word)
{
	return t->kind != STRING && strcmp(t->text, word) == 0;
}

static int line_of(const struct tokens *tokens, const char *name)
{
	for (int i = 0; i < tokens->count; i++)
		if (tokens->at[i].kind == NAME && is(&tokens->at[i], name))
			return tokens->at[i].line;
	return 1;
}

static void push(struct tokens *tokens, enum kind kind, const char *s, size_t length, int line)
{
	struct token *t;

	if (tokens->count % 1024 == 0)
		tokens->at = grow(tokens->at, (size_t)(tokens->count + 1024) * sizeof(*tokens->at));
	t = &tokens->at[tokens->count++];
	*t = (struct token){kind, line, false, copy(s, length)};
}

/* Joins lines that end with a backslash, as the compiler does; *line_at says for each byte of the
 * result which line it came from. */
static char *join_lines(char *file, size_t length, int **line_at)
{
	char *joined = grow(NULL, length + 1);
	int *at = grow(NULL, (length + 1) * sizeof(int));
	size_t n = 0;
	int line = 1;

	for (size_t i = 0; i < length; i++) {
		if (file[i] == '\\') {
			size_t end = i + 1;

			while (end < length &&
			       (file[end] == ' ' || file[end] == '\t' || file[end] == '\r'))
				end++;
			if (end < length && file[end] == '\n') {
				line++;
				i = end;
				continue;
			}
		}
		at[n] = line;
		joined[n++] = file[i];
		line += file[i] == '\n';
	}
	at[n] = line;
	joined[n] = '\0';
	*line_at = at;
	return joined;
}

static size_t punctuator(const char *s)
{
	static const char *const long_ones[] = {"%:%:", "...", "<<=", ">>=", "##", "->", "++", "--",
	                                        "<<",   ">>",  "<=",  ">=",  "==", "!=", "&&", "||",
	                                        "*=",   "/=",  "%=",  "+=",  "-=", "&=", "^=", "|=",
	                                        "<:",   ":>",  "<%",  "%>",  "%:"};

	for (size_t i = 0; i < LENGTH(long_ones); i++)
		if (strncmp(s, long_ones[i], strlen(long_ones[i])) == 0)
			return strlen(long_ones[i]);
	return 1;
}

static bool in_name(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '$' || (c & 0x80);
}

/* The end of a token that starts at s.  A quote that does not end ends with its line. */
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
			if (*s == '\\' && s[1] && s[1] != '\n')
				s++;
		s += *s == *start;
	} else {
		*kind = PUNCTUATOR;
		s += punctuator(s);
	}
	return s;
}

static const char *skip_comment(const char *s)
{
	if (s[1] == '/')
		return s + strcspn(s, "\n");
	s = strstr(s + 2, "*/");
	return s ? s + 2 : NULL;
}

/* With marked, s is what the preprocessor wrote: "# LINE FILE" says where the text comes from, and
 * only tokens of the module itself are kept. */
static struct tokens lex(char *file, size_t length, bool marked)
{
	struct tokens tokens = {0};
	int *line_at;
	char *joined = join_lines(file, length, &line_at);
	const char *s = joined;
	bool first = true, here = !marked;
	int shift = 0;

	while (*s) {
		int line = line_at[s - joined] + shift;
		const char *start = s;
		enum kind kind;

		if (*s == '\n') {
			first = true;
			s++;
		} else if (isspace((unsigned char)*s)) {
			s++;
		} else if (*s == '/' && (s[1] == '*' || s[1] == '/')) {
			s = skip_comment(s);
			if (!s)
				break;
		} else if (marked && first && *s == '#') {
			const char *name = strchr(s, '"');
			size_t n = strlen(source);

			shift += atoi(s + 1) - line - 1;
			here = name && strncmp(name + 1, source, n) == 0 && name[n + 1] == '"';
			s += strcspn(s, "\n");
		} else {
			s = token_end(s, &kind);
			if (here) {
				push(&tokens, kind, start, (size_t)(s - start), line);
				tokens.at[tokens.count - 1].first = first;
			}
			first = false;
		}
	}
	push(&tokens, END, "", 0, line_at[strlen(joined)] + shift);
	return tokens;
}

/* 1. The text as written */

static bool reserved(const char *name)
{
	static const char *const fine[] = {"_Bool",         "_Static_assert", "__builtin_expect",
	                                   "__builtin_clz", "__builtin_ctz",  "__builtin_ffs"};

	return name[0] == '_' && (name[1] == '_' || isupper((unsigned char)name[1])) &&
	       !among(name, fine, LENGTH(fine));
}

static bool keyword(const char *name)
{
	static const char *const words[] = {
		"auto",     "break",  "case",    "char",   "const",    "continue",
		"default",  "do",     "else",    "enum",   "extern",   "for",
		"goto",     "if",     "inline",  "int",    "long",     "register",
		"restrict", "return", "short",   "signed", "sizeof",   "static",
		"struct",   "switch", "typedef", "union",  "unsigned", "void",
		"volatile", "while",  "asm",     "typeof", "float",    "double"};

	return among(name, words, LENGTH(words));
}

/* The layer whose room a path leads to, for a message. */
static const char *room_of(const char *path)
{
	for (int i = 0; i < owners.count; i++) {
		char *room = text("/%s/", owners.at[i]);
		char *file = text("%s.", owners.at[i]);

		if (strstr(path, room) || strstr(path, file))
			return text(" (it belongs to %s)", owners.at[i]);
	}
	return "";
}

/* The include line must be the first thing of a C module, so that no macro of the module changes
 * what <underlay.h> says. */
static void check_include(const struct token *hash, bool is_first)
{
	const struct token *t = hash + 2;
	char path[256] = "";

	for (; t->kind != END && !t->first; t++)
		strncat(path, t->text, sizeof(path) - strlen(path) - 1);
	if (strcmp(path, "<underlay.h>") != 0)
		wrong(hash->line, "includes %s%s; a module includes <underlay.h>, nothing else",
		      path, room_of(path));
	else if (!is_first)
		wrong(hash->line,
		      "<underlay.h> is not the first thing here; include it once, before all "
		      "else");
}

static void check_define(const struct token *hash, const struct names *given, struct names *own)
{
	const struct token *name = hash + 2;
	bool undef = is(hash + 1, "undef");

	if (name->first || name->kind != NAME)
		return; /* the compiler says so */
	if (keyword(name->text) || is(name, "defined"))
		wrong(hash->line, "redefines %s, a word of C; give the macro another name",
		      name->text);
	else if (has(given, name->text) || has(&symbols, name->text))
		wrong(hash->line, "%s %s, a name of <underlay.h>%s; give the macro another name",
		      undef ? "undefines" : "redefines", name->text, belongs(name->text));
	else if (undef && !has(own, name->text))
		wrong(hash->line,
		      "undefines %s, which is not a macro of this module; leave it alone",
		      name->text);
	else if (!undef)
		add(own, name->text);
}

static void check_directive(const struct token *t, bool is_first, const struct names *given,
                            struct names *own)
{
	const struct token *word = t + 1;

	if (word->first || word->kind == END)
		return; /* a # alone */
	if (is(word, "include"))
		check_include(t, is_first);
	else if (is(word, "define") || is(word, "undef"))
		check_define(t, given, own);
	else if (is(word, "if") && (is(t + 2, "0") || is(t + 2, "1")) && (t + 3)->first)
		return;
	else if (is(word, "else") || is(word, "endif"))
		return;
	else if (strncmp(word->text, "if", 2) == 0 || strncmp(word->text, "el", 2) == 0)
		wrong(t->line, "#%s: a module means the same in every build; write one version",
		      word->text);
	else
		wrong(t->line, "#%s is not allowed in a module; leave it out", word->text);
}

/* A declaration of data that the .c and the .S of this layer share */
static bool own_extern(const struct token *t)
{
	char *prefix = text("%s_", layer);

	if (!assembly || !is(t, "extern"))
		return false;
	for (; t->kind != END && !is(t, ";"); t++)
		if (t->kind == NAME && strncmp(t->text, prefix, strlen(prefix)) == 0)
			return true;
	return false;
}

static void check_name(const struct token *t)
{
	static const char letters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
	const char *name = t->text;

	if (is(t, "asm") || strncmp(name, "__asm", 5) == 0)
		wrong(t->line,
		      "%s: no assembly in a C module; write C, or if the layer has a .S put it "
		      "there",
		      name);
	else if (is(t, "extern") && !own_extern(t))
		wrong(t->line,
		      "extern: reaches outside the module; call a primitive of <underlay.h>");
	else if (is(t, "float") || is(t, "double"))
		wrong(t->line, "%s: no floating point in the kernel; use u32 or u64", name);
	else if (is(t, "typeof"))
		wrong(t->line, "typeof is not allowed in a module; name the type");
	else if (strncmp(name, "__attribute", 11) == 0)
		wrong(t->line, "%s: no attributes in a module; leave it out", name);
	else if (reserved(name))
		wrong(t->line, "%s: names that start like this belong to the compiler; use plain C",
		      name);
	else if (strspn(name, letters) != strlen(name))
		wrong(t->line, "a name with a character that is no letter, digit or _; rename it");
}

static bool is_float(const char *number)
{
	bool hex = number[0] == '0' && (number[1] == 'x' || number[1] == 'X');

	return strpbrk(number, hex ? ".pP" : ".eEjJ") != NULL;
}

/* Bytes that compilers read in more than one way. */
static void check_bytes(const char *file, size_t length)
{
	int line = 1;

	for (size_t i = 0; i < length; i++) {
		bool blank = file[i] == ' ' || file[i] == '\t' ||
		             (file[i] == '\r' && file[i + 1] == '\n');

		if (!blank && file[i] != '\n' && ((unsigned char)file[i] < ' ' || file[i] == 0x7f))
			wrong(line, "a control character (code %d); remove it", file[i]);
		if (file[i] == '\\' && (file[i + 1] == ' ' || file[i + 1] == '\t') &&
		    file[i + 1 + strspn(file + i + 1, " \t\r")] == '\n')
			wrong(line, "blanks after the backslash; remove them");
		line += file[i] == '\n';
	}
}

static void check_text(const struct tokens *raw, const struct names *given)
{
	struct names own = {0};

	if (!is(raw->at, "#") || !is(raw->at + 1, "include"))
		wrong(raw->at[0].line,
		      "<underlay.h> is not the first thing here; include it before all "
		      "else");
	for (int i = 0; i < raw->count; i++) {
		const struct token *t = &raw->at[i];

		if (is(t, "#") && t->first)
			check_directive(t, i == 0, given, &own);
		else if (is(t, "##") || is(t, "%:%:"))
			wrong(t->line, "##: a name must stand in the text as it is; write it out");
		else if (t->kind == PUNCTUATOR && strlen(t->text) == 2 && strpbrk(t->text, "%:") &&
		         !is(t, "%="))
			wrong(t->line, "the digraph %s; write the character itself", t->text);
		else if (is(t, "?") && is(t + 1, "?"))
			wrong(t->line, "a trigraph; write the character itself");
		else if (is(t, "\\") || is(t, "@") || is(t, "`"))
			wrong(t->line, "a stray %s; remove it", t->text);
		else if (is(t, "[") && is(t + 1, "["))
			wrong(t->line, "[[: no attributes in a module; leave it out");
		else if (t->kind == NAME && t[1].kind == STRING &&
		         among(t->text,
		               (const char *const[]){"R", "L", "u", "U", "u8", "uR", "UR", "LR",
		                                     "u8R"},
		               9))
			wrong(t->line, "a string that starts with %s; write a plain one", t->text);
		else if (t->kind == NUMBER && is_float(t->text))
			wrong(t->line, "%s: no floating point in the kernel; use u32 or u64",
			      t->text);
		else if (is(t, "long") && !is(t + 1, "long") && (i == 0 || !is(t - 1, "long")))
			wrong(t->line, "long has another size on the host, where the checker runs; "
			               "use u32 or "
			               "u64");
		else if (t->kind == NAME)
			check_name(t);
	}
}

/* 2. The tokens after the preprocessor */

static const struct token *program; /* the first of them */
static struct names types, enums;   /* names of typedefs, and those of enums among them */

static bool qualifier(const struct token *t)
{
	static const char *const words[] = {"const", "volatile", "restrict", "register", "static",
	                                    "auto",  "inline",   "extern",   "typedef"};

	return among(t->text, words, LENGTH(words));
}

/* Starts a type, or stands inside one */
static bool type_word(const struct token *t)
{
	static const char *const words[] = {"char", "short",  "int",   "long", "signed", "unsigned",
	                                    "void", "struct", "union", "enum", "_Bool"};

	return t->kind == NAME &&
	       (qualifier(t) || among(t->text, words, LENGTH(words)) || has(&types, t->text));
}

static bool aggregate(const struct token *t)
{
	return is(t, "struct") || is(t, "union") || is(t, "enum");
}

/* The token after the bracket that closes the one at t */
static const struct token *after(const struct token *t)
{
	int depth = 0;

	for (; t->kind != END; t++) {
		if (is(t, "(") || is(t, "[") || is(t, "{"))
			depth++;
		if (is(t, ")") || is(t, "]") || is(t, "}"))
			depth--;
		if (depth == 0)
			return t + 1;
	}
	return t;
}

/* The end of a declaration's specifiers: its first declarator */
static const struct token *specifiers(const struct token *t)
{
	while (type_word(t)) {
		bool tagged = aggregate(t);

		t++;
		if (tagged && t->kind == NAME)
			t++;
		if (tagged && is(t, "{"))
			t = after(t);
	}
	return t;
}

static bool has_pointer(const struct token *t, const struct token *end)
{
	for (; t < end; t++) {
		if (is(t, "["))
			t = after(t) - 1;
		else if (is(t, "*"))
			return true;
	}
	return false;
}

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
static bool entered_from_outside(const struct token *label, const struct token *first,
                                 const struct token *last)
{
	int depth = 0;
	bool found = false; /* in the function at hand */

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

/* A local pointer must have a value on every way to a use of it: an assignment counts to the end of
 * its block, and not past a label that can be reached without it. */
static void check_uses(const struct token *name, bool has_value)
{
	const struct token *last = block_end(name);
	int depth = 0;                   /* of blocks */
	int set_at = has_value ? 0 : -1; /* where the pointer got its value */
	int switch_at = -1;              /* depth of the outermost switch since the declaration */
	bool in_for = false;

	for (const struct token *t = name + 1; t < last; t++) {
		depth += is(t, "{");
		depth -= is(t, "}");
		in_for = is(t - 1, "(") ? is(t - 2, "for") : in_for && !is(t - 1, ";");
		if (is(t, "switch") && switch_at < 0)
			switch_at = depth;
		if (is(t, "}") && depth <= switch_at)
			switch_at = -1;
		if (depth < set_at || ((is(t, "case") || is(t, "default")) && set_at > switch_at))
			set_at = -1;
		if (is(t + 1, ":") && t->kind == NAME && !is(t, "default") &&
		    (is(t - 1, ";") || is(t - 1, "{") || is(t - 1, "}") || is(t - 1, ":")) &&
		    (!has_value || entered_from_outside(t, name, last)))
			set_at = -1;
		if (!is(t, name->text) || is(t - 1, ".") || is(t - 1, "->") || set_at >= 0)
			continue;
		if (!is(t + 1, "=") ||
		    !(in_for || is(t - 1, ";") || is(t - 1, "{") || is(t - 1, "}"))) {
			wrong(t->line,
			      "the pointer %s may have no value here; give it one where it is "
			      "declared",
			      name->text);
			return;
		}
		set_at = depth;
	}
}

enum place { FILE_SCOPE, BLOCK, MEMBER, TYPEDEF, VALUES };

/* A prototype; functions of other layers come from <underlay.h>. */
static void check_prototype(const struct token *name, bool is_static, enum place place)
{
	const char *f = name->text;
	const struct token *end = after(name + 1);

	if (place == TYPEDEF || place == MEMBER)
		wrong(name->line, "%s is a type of functions; call functions by name", f);
	else if (!is(end, "{") && !is_static && !has(&allowed, f) && !has(&exports, f))
		wrong(name->line, "an own prototype of %s%s; use what <underlay.h> declares", f,
		      belongs(f));
}

/* One declarator, from t to its end. */
static void check_declarator(const struct token *t, const struct token *end, bool is_static,
                             bool is_void, enum place place)
{
	const struct token *star = NULL, *name = NULL;

	for (const struct token *u = t; u < end && !name; u++) {
		if (is(u, "*"))
			star = u;
		if (u->kind == NAME && !qualifier(u))
			name = u;
	}
	if (!name)
		return;
	if (star && is_void && !(is(name + 1, ")") && is(name + 2, "("))) {
		wrong(name->line, "%s is void *, a pointer to anything; name the type it points to",
		      name->text);
	} else if (is(name + 1, "(")) {
		check_prototype(name, is_static, place);
		return;
	}
	if (star && is(name + 1, ")") && is(name + 2, "("))
		wrong(name->line, "%s is a function pointer; call functions by name", name->text);
	else if (!star)
		return;
	else if (place == MEMBER)
		wrong(name->line, "%s is a pointer in a struct or union; keep an index",
		      name->text);
	else if (place == TYPEDEF)
		wrong(name->line, "%s hides a pointer; write the * where you declare one",
		      name->text);
	else if (place == FILE_SCOPE || is_static)
		wrong(name->line, "%s is a pointer that outlives its function; keep an index",
		      name->text);
	else if (is(name + 1, "["))
		wrong(name->line, "%s is an array of pointers; use an array of indices",
		      name->text);
	else
		check_uses(name, is(end, "="));
}

/* The declarators of one declaration from t on; returns its end. */
static const struct token *check_declaration(const struct token *t, enum place place)
{
	bool is_static = false, is_typedef = false, is_void = false, is_enum = false;
	const struct token *first = specifiers(t);

	for (const struct token *u = t; u < first; u++) {
		if (is(u, "{"))
			u = after(u) - 1;
		is_static |= is(u, "static");
		is_typedef |= is(u, "typedef");
		is_void |= is(u, "void");
		is_enum |= is(u, "enum") || has(&enums, u->text);
	}
	if (is_typedef)
		place = TYPEDEF;
	if (is_void && is_typedef)
		wrong(t->line, "another name for void; write void");
	for (t = first; t->kind != END; t++) {
		const struct token *end = t;

		while (end->kind != END && !is(end, "=") && !is(end, ",") && !is(end, ";") &&
		       !is(end, ":") && !is(end, "{") && !is(end, ")"))
			end = is(end, "(") || is(end, "[") ? after(end) : end + 1;
		check_declarator(t, end, is_static, is_void, place);
		for (const struct token *u = t; is_typedef && u < end; u++)
			if (u->kind == NAME && !qualifier(u) && (u + 1 == end || is(u + 1, "["))) {
				add(&types, u->text);
				if (is_enum)
					add(&enums, u->text);
			}
		t = end;
		while (t->kind != END && !is(t, ",") && !is(t, ";") && !(is(t, "{") && end == t) &&
		       !is(t, ")"))
			t = is(t, "(") || is(t, "[") || is(t, "{") ? after(t) : t + 1;
		if (!is(t, ","))
			break;
	}
	return t;
}

/* A type in parentheses: a cast or a compound literal, the operand of sizeof, or parameters. */
static void check_parenthesis(const struct token *open, const struct token *start)
{
	const struct token *before = open > start ? open - 1 : NULL;
	const struct token *end = after(open) - 1;

	if (before && before->kind == NAME && !is(before, "return") && !is(before, "case") &&
	    !is(before, "else") && !is(before, "do"))
		return; /* a function's parameters, sizeof, for */
	for (const struct token *t = open; t < end; t++)
		if (is(t, "enum") || (t->kind == NAME && has(&enums, t->text)))
			wrong(open->line,
			      "a cast to an enum could take an address; leave the cast out, an "
			      "integer needs none");
	if (has_pointer(open, end))
		wrong(open->line,
		      "a cast to a pointer; a pointer comes from an object of this module, "
		      "with its type");
}

static void check_parameters(const struct token *open)
{
	const struct token *end = after(open) - 1;
	const struct token *t = open + 1;

	while (t < end) {
		const struct token *next = t, *name = NULL;
		bool is_void = false;

		for (; next < end && !is(next, ",");
		     next = is(next, "(") ? after(next) : next + 1) {
			is_void |= is(next, "void");
			if (is(next, "(") && !(is(next + 1, "*") && is(after(next), "[")))
				name = next;
		}
		if (name)
			wrong(name->line, "a function as parameter; call functions by name");
		else if (is_void && has_pointer(t, next))
			wrong(t->line, "void *: a pointer to anything; name the type it points to");
		for (; t < next; t++)
			if (is(t, "[") && is(t - 1, "*"))
				wrong(t->line, "an array of pointers; use an array of indices");
		t = next + 1;
	}
}

/* Does a declaration start here?  Statements follow ; { } : or a condition, and for (. */
static bool declaration_starts(const struct token *t, const struct token *start)
{
	if (!type_word(t))
		return false;
	if (t == start)
		return true;
	return is(t - 1, ";") || is(t - 1, "{") || is(t - 1, "}") || is(t - 1, ":") ||
	       (is(t - 1, "(") && t - 1 > start && is(t - 2, "for"));
}

static void check_token(const struct token *t, const struct token *start)
{
	int words = 0; /* of a type, before t */

	if (is(t, "goto") && is(t + 1, "*"))
		wrong(t->line, "a computed goto; use switch");
	if (is(t, "typedef") && t > start && !is(t - 1, ";") && !is(t - 1, "}") && !is(t - 1, "{"))
		wrong(t->line, "typedef must start its line; write it first");
	while (t - words > start && type_word(t - words - 1) && !is(t - words, "typedef"))
		words++;
	if (words > 0 && t->kind == NAME && has(&types, t->text) && !qualifier(t - 1) &&
	    !aggregate(t - 1) && !is(t - words, "typedef"))
		wrong(t->line, "%s is the name of a type; give it another name", t->text);
	if (is(t, "(") && type_word(t + 1)) {
		check_parenthesis(t, start);
		if (t > start && t[-1].kind == NAME && !keyword(t[-1].text))
			check_parameters(t);
	}
}

/* What a brace opens: members, values (of an enum or an initialiser) or statements */
static enum place brace_opens(const struct token *t, const struct token *start, enum place outer)
{
	const struct token *before = t - start >= 1 ? t - 1 : t;
	const struct token *tag = t - start >= 2 && !aggregate(before) ? t - 2 : before;

	if (is(tag, "enum") || is(before, "="))
		return VALUES;
	if (outer == VALUES && (is(before, "{") || is(before, ",")))
		return VALUES;
	return aggregate(tag) ? MEMBER : BLOCK;
}

/* Walks all tokens once; members of a struct are told from statements by a stack of braces. */
static void check_structure(const struct tokens *tokens)
{
	const struct token *start = tokens->at, *t;
	enum place stack[256] = {FILE_SCOPE};
	int depth = 0;

	program = start;
	for (t = start; t->kind != END; t++) {
		check_token(t, start);
		if (declaration_starts(t, start) && stack[depth] != VALUES)
			check_declaration(t, stack[depth]);
		if (is(t, "{") && depth < (int)LENGTH(stack) - 1) {
			depth++;
			stack[depth] = brace_opens(t, start, stack[depth - 1]);
		}
		if (is(t, "}") && depth > 0)
			depth--;
	}
}

/* 3. The compiler */

static const char *in_scratch(const char *name)
{
	return text("%s/%s", scratch, name);
}

/* Runs a program, its output in files of the scratch directory; returns its exit status. */
static int run(char *const argv[])
{
	pid_t child = fork();
	int status;

	if (child < 0)
		die("cannot start %s", argv[0]);
	if (child == 0) {
		int out = open(in_scratch("out"), O_WRONLY | O_CREAT | O_TRUNC, 0600);
		int err = open(in_scratch("err"), O_WRONLY | O_CREAT | O_TRUNC, 0600);

		dup2(out, 1);
		dup2(err, 2);
		execvp(argv[0], argv);
		_exit(127);
	}
	waitpid(child, &status, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		die("cannot run %s; install it", argv[0]);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

/* $CC with the kernel's flags and those of `more`, a string of words */
static int compile(const char *machine, const char *more)
{
	static const char flags[] =
		"-std=gnu11 -ffreestanding -fno-pic -fno-pie -fno-stack-protector -fno-jump-tables "
		"-fno-asynchronous-unwind-tables -nostdinc -fdiagnostics-color=never "
		"-Wno-unknown-warning-option -Wstrict-prototypes "
		"-Wold-style-definition -Wreturn-type -Wvla -Wwrite-strings -Wpointer-to-int-cast "
		"-Wint-to-pointer-cast -Warray-bounds -Wno-unused-command-line-argument";
	const char *cc = getenv("CC");
	char *argv[96];
	int n = 0;

	char *all = text("%s %s %s %s %s", cc && *cc ? cc : "gcc", machine, flags,
	                 clang ? "-fno-caret-diagnostics" : "-fno-diagnostics-show-caret", more);

	for (char *word = strtok(all, " "); word && n < 88; word = strtok(NULL, " "))
		argv[n++] = word;
	argv[n++] = (char *)"-I";
	argv[n++] = text("%s/%s", build, layer);
	argv[n++] = (char *)"-I";
	argv[n++] = (char *)"kernel";
	argv[n++] = (char *)source;
	argv[n] = NULL;
	return run(argv);
}

static const char machine32[] = "-m32 -march=i686 -mno-sse -mno-mmx -mno-80387";

/* The lines of a file of the scratch directory, one at a time */
static char *next_line(char **rest)
{
	return strsep(rest, "\n");
}

/* The first 'name' in quotes of a message */
static const char *quoted(const char *message)
{
	const char *open = strchr(message, '\'');
	const char *close = open ? strchr(open + 1, '\'') : NULL;

	return close ? copy(open + 1, (size_t)(close - open - 1)) : "";
}

struct diagnostic {
	bool error;
	int line;
	const char *message;
};

/* Reads "FILE:LINE:COLUMN: error: message"; false for other lines. */
static bool diagnostic(const char *line, struct diagnostic *d)
{
	const char *error = strstr(line, "error: ");
	const char *warning = strstr(line, "warning: ");
	size_t n = strlen(source);

	if (!error && !warning)
		return false;
	d->error = error && (!warning || error < warning);
	d->message = d->error ? error + 7 : warning + 9;
	d->line = strncmp(line, source, n) == 0 && line[n] == ':' ? atoi(line + n + 1) : 1;
	return true;
}

static bool undeclared(const struct diagnostic *d)
{
	return strstr(d->message, "implicit declaration of function") ||
	       strstr(d->message, "call to undeclared function") ||
	       (d->error && strstr(d->message, "undeclared"));
}

/* What must be mended before anything else makes sense: the compiler's first error, and calls of
 * what is not declared. */
static void check_errors(char *rest)
{
	struct diagnostic d;
	const char *line;

	while ((line = next_line(&rest))) {
		if (!diagnostic(line, &d))
			continue;
		if (undeclared(&d) && (has(&symbols, quoted(d.message)) || !d.error)) {
			not_visible(d.line, "uses", quoted(d.message));
		} else if (d.error) {
			if (!violations)
				wrong(d.line, "%s", d.message);
			return;
		}
	}
}

/* An empty () before { is a definition, which every compiler takes for (void). */
static bool empty_definition(const struct tokens *tokens, int line)
{
	for (const struct token *t = tokens->at; t->kind != END; t++)
		if (t->line == line && is(t, "(") && is(t + 1, ")") && is(t + 2, "{"))
			return true;
	return false;
}

static void check_warnings(const struct tokens *tokens, char *rest)
{
	struct diagnostic d;
	const char *line;

	while ((line = next_line(&rest))) {
		if (!diagnostic(line, &d) || d.error)
			continue;
		if (strstr(d.message, "-Wstrict-prototypes") ||
		    strstr(d.message, "-Wold-style-definition") ||
		    strstr(d.message, "without a prototype")) {
			if (!empty_definition(tokens, d.line))
				wrong(d.line, "a function without the types of its parameters; "
				              "write them, or "
				              "(void)");
		} else if (strstr(d.message, "-Wvla")) {
			wrong(d.line, "an array whose size is known only when it runs; give it a "
			              "constant size");
		} else if (strstr(d.message, "-Wreturn-type")) {
			wrong(d.line, "a path through the function returns no value; return one on "
			              "every path");
		} else if (strstr(d.message, "pointer") || strstr(d.message, "-Warray-bounds") ||
		           strstr(d.message, "-Wreturn-local-addr") ||
		           strstr(d.message, "-Wimplicit-int") ||
		           strstr(d.message, "-Wreturn-stack-address")) {
			wrong(d.line, "%s", d.message);
		}
	}
}

/* gcc's dump writes a constant pointer as 4660B, the null pointer as 0B.  Comparing with one is
 * harmless; having one is the start of an address made up. */
static void check_constant_pointers(char *rest)
{
	char *line;

	while ((line = next_line(&rest))) {
		bool in_string = false;
		int where = 1;

		for (char *s = line; *s; s++) {
			char *end = s;

			in_string ^= *s == '"';
			if (*s == '\\' && s[1])
				s++;
			if (*s == '[' && strncmp(s + 1, source, strlen(source)) == 0)
				where = atoi(s + strlen(source) + 2);
			if (in_string || s == line || !isdigit((unsigned char)*s) || in_name(s[-1]))
				continue;
			end += strspn(s, "0123456789");
			if (*end != 'B' || in_name(end[1]) || s - line < 3)
				continue;
			if (strncmp(s - 3, "== ", 3) == 0 || strncmp(s - 3, "!= ", 3) == 0 ||
			    strncmp(s - 2, "+ ", 2) == 0)
				continue;
			if (*s == '0')
				wrong(where, "a null pointer; a pointer must point into an object "
				             "of this module: "
				             "keep an index or a flag");
			else
				wrong(where, "an integer as pointer; call a primitive that loads "
				             "or stores there");
		}
	}
}

/* clang's dump of the same: a NullToPointer whose parent is no comparison */
static void check_null_clang(char *rest, const struct tokens *tokens)
{
	char *parents[512] = {NULL};
	const char *line_text;
	int line = 1;
	char *row;

	while ((row = next_line(&rest))) {
		size_t depth = strspn(row, " |`-");
		const char *parent;

		for (line_text = row; (line_text = strstr(line_text, "line:")); line_text += 5)
			if (line_text[-1] == '<' || line_text[-1] == ' ') {
				line = atoi(line_text + 5);
				break;
			}
		if (depth / 2 >= LENGTH(parents))
			continue;
		parents[depth / 2] = row;
		parent = depth >= 2 ? parents[depth / 2 - 1] : NULL;
		if (strstr(row, "<NullToPointer>") && line >= tokens->at[0].line &&
		    !(parent && strstr(parent, "BinaryOperator") &&
		      (strstr(parent, "'=='") || strstr(parent, "'!='"))))
			wrong(line, "a null pointer; a pointer must point into an object of this "
			            "module: keep "
			            "an index or a flag");
	}
}

/* Lines "FILE:LINE:COLUMN:function TAB bytes TAB static"; clang leaves the column out. */
static void check_stack(const char *level)
{
	char *path = text("%s/%s.su", scratch, level);
	char *rest, *line;

	if (access(path, R_OK) != 0)
		return;
	rest = slurp(path, NULL);
	while ((line = next_line(&rest))) {
		char *where = strtok(line, "\t"), *bytes = strtok(NULL, "\t"),
		     *how = strtok(NULL, "\t");
		char *colon = where ? strchr(where, ':') : NULL;
		char *function = where ? strrchr(where, ':') : NULL;

		if (!how || !function)
			continue;
		if (strcmp(how, "dynamic") == 0)
			wrong(atoi(colon + 1),
			      "%s: nobody knows how much stack it uses; give its arrays "
			      "constant sizes",
			      function + 1);
		else if (atoi(bytes) > STACK_LIMIT)
			wrong(atoi(colon + 1),
			      "%s uses %s bytes of stack, %d at most; use less, or memory of "
			      "the layer",
			      function + 1, bytes, STACK_LIMIT);
	}
}

/* 4. The objects */

struct module {
	const char *source;
	bool is_c;
	struct tokens raw;
};

/* The call graph: callers.at[i] calls callees.at[i] in line call_lines[i]. */
static struct names callers, callees;
static int *call_lines;

static void objdump(const char *options, const char *object)
{
	char *argv[8] = {(char *)"objdump"};
	int n = 1;

	for (char *all = text("%s", options), *word; (word = strtok(all, " ")); all = NULL)
		argv[n++] = word;
	argv[n++] = (char *)in_scratch(object);
	argv[n] = NULL;
	if (run(argv) != 0)
		die("objdump cannot read the object of %s: %s", source,
		    slurp(in_scratch("err"), NULL));
}

static bool own_prefix(const char *name)
{
	return assembly && strncmp(name, layer, strlen(layer)) == 0 && name[strlen(layer)] == '_';
}

/* A static variable count inside a function f is count.0 for gcc, f.count for clang. */
static char *plain_name(const char *name)
{
	const char *dot = strchr(name, '.');

	if (dot && !isdigit((unsigned char)dot[1]))
		return plain_name(dot + 1);
	return copy(name, strcspn(name, "."));
}

static bool in_text(const struct tokens *tokens, const char *name)
{
	for (const struct token *t = tokens->at; t->kind != END; t++)
		if (t->kind == NAME && is(t, name))
			return true;
	return false;
}

static void check_symbol(const struct module *m, char type, const char *name)
{
	int line = line_of(&m->raw, plain_name(name));

	if (type == 'U' || type == 'w' || type == 'v')
		add(&undefined, name);
	if (strchr("TtUwW", type))
		add(&functions, name);
	if (strchr("TDBRCGSVWiu", type))
		add(&defined, name);
	if (strchr("wWvViu", type))
		wrong(line, "%s is weak or indirect; define it plainly", name);
	else if (strchr("TDBRCGSA", type) && !has(&exports, name) &&
	         !(strchr("DBRC", type) && own_prefix(name)))
		wrong(line, "%s is not static and no primitive of %s%s; %s", name, layer,
		      belongs(name), m->is_c ? "make it static" : "leave .globl out");
	else if (strchr("ADBRCGSd", type) && has(&exports, name))
		wrong(line, "%s must be a function; define it as one", name);
	if (strchr("DdBbCGgSs", type) && !owns)
		wrong(line,
		      "%s is memory, and %s owns none; keep state in the layers below, or make a "
		      "table const",
		      plain_name(name), layer);
}

static void check_symbols(const struct module *m, const char *object)
{
	char *argv[] = {(char *)"nm", (char *)in_scratch(object), NULL};
	char *rest, *line;

	if (run(argv) != 0)
		die("nm cannot read the object of %s", source);
	rest = slurp(in_scratch("out"), NULL);
	while ((line = next_line(&rest))) {
		char *name = strrchr(line, ' ');

		if (name && name - line >= 2)
			check_symbol(m, name[-1], name + 1);
	}
}

static void check_undefined(const struct module *m)
{
	static const char *const made[] = {"memcpy", "memset", "memmove", "memcmp"};

	for (int i = 0; i < undefined.count; i++) {
		const char *name = undefined.at[i];
		bool written = in_text(&m->raw, name);
		int call = find(&callees, name);
		int line = !written && call >= 0 ? call_lines[call] : line_of(&m->raw, name);

		/* The compiler makes calls of these four for arrays and structs; the kernel has
		 * them. */
		if (has(&allowed, name) || has(&defined, name) ||
		    (m->is_c && !written && among(name, made, LENGTH(made))))
			continue;
		if (m->is_c && !written && strncmp(name, "__", 2) == 0)
			wrong(line,
			      "needs %s of the compiler's library (64-bit division?), which the "
			      "kernel "
			      "does not have; use u32 or shifts",
			      name);
		else
			not_visible(line, "uses", name);
	}
}

/* Sections: memory only for owners, and nothing that the linker script does not know. */
static void check_sections(const struct module *m, const char *object)
{
	static const char *const known[] = {".text", ".data", ".bss", ".rodata", ".note.GNU-stack"};
	char *rest, *line;

	objdump("-hw", object);
	rest = slurp(in_scratch("out"), NULL);
	while ((line = next_line(&rest))) {
		char name[128];
		unsigned index, size;

		if (sscanf(line, " %u %127s %x", &index, name, &size) != 3)
			continue;
		if (!m->is_c && !among(name, known, LENGTH(known)) &&
		    strncmp(name, ".debug_", 7) != 0)
			wrong(1, "section %s; use .text, .data, .bss or .rodata", name);
		if (!owns && size && !violations &&
		    (strncmp(name, ".data", 5) == 0 || strncmp(name, ".bss", 4) == 0))
			wrong(1,
			      "%u bytes of memory in %s, and %s owns none; keep state in the "
			      "layers below",
			      size, name, layer);
	}
}

static bool is_privileged(const char *mnemonic, const char *operands)
{
	static const char *const whole[] = {
		"cli",      "sti",     "hlt",     "in",      "out",    "ltr",    "clts",
		"invd",     "wbinvd",  "invlpg",  "invpcid", "rdmsr",  "wrmsr",  "rdpmc",
		"sysenter", "sysexit", "syscall", "sysret",  "swapgs", "xsetbv", "monitor",
		"mwait",    "int",     "int3",    "into",    "int1",   "icebp",  "popf",
		"popfw",    "ljmp",    "lcall",   "lret",    "lretw",  "vmrun",  "vmload",
		"vmsave",   "vmcall",  "vmmcall", "stgi",    "clgi",   "skinit", "invlpga",
		"str",      "lds",     "les",     "lss",     "lfs",    "lgs",    "rsm",
		"wbnoinvd", "clac",    "stac"};
	static const char *const starts[] = {"lgdt",     "lidt",     "lldt",    "lmsw",   "sgdt",
	                                     "sidt",     "sldt",     "smsw",    "iret",   "ins",
	                                     "outs",     "vmx",      "vmptr",   "vmread", "vmwrite",
	                                     "vmlaunch", "vmresume", "vmclear", "xsaves", "xrstors",
	                                     "sysex",    "sysret",   "ljmp",    "lcall",  "lret"};
	const char *last = strrchr(operands, ',');

	if (among(mnemonic, whole, LENGTH(whole)))
		return true;
	for (unsigned i = 0; i < LENGTH(starts); i++)
		if (strncmp(mnemonic, starts[i], strlen(starts[i])) == 0 &&
		    strcmp(mnemonic, "insertps"))
			return true;
	if (strncmp(mnemonic, "mov", 3) == 0 &&
	    (strstr(operands, "%cr") || strstr(operands, "%db") || strstr(operands, "%dr")))
		return true;
	/* a segment register as the target, or used to reach memory */
	if (strncmp(mnemonic, "mov", 3) == 0 && last && strlen(last) == 4 && last[1] == '%' &&
	    last[3] == 's')
		return true;
	if (strcmp(mnemonic, "pop") == 0 && strlen(operands) == 3 && operands[2] == 's')
		return true;
	return strstr(operands, "%fs:") || strstr(operands, "%gs:");
}

struct instruction {
	unsigned address;
	char *mnemonic, *operands, *relocation; /* "" where there is none */
};

/* Takes "  1e:  jmp  25 <h+0x25>  1f: R_386_PC32 name" apart; false for other lines. */
static bool instruction(char *line, struct instruction *in)
{
	char *after_address;
	char *tab = strchr(line, '\t'), *space;

	in->address = (unsigned)strtoul(line, &after_address, 16);
	if (*after_address != ':' || !tab)
		return false;
	in->mnemonic = tab + 1;
	in->relocation = strchr(in->mnemonic, '\t');
	if (in->relocation)
		*in->relocation++ = '\0';
	else
		in->relocation = (char *)"";
	for (;;) {
		static const char *const prefixes[] = {"rep",     "repz",   "repnz",  "lock", "cs",
		                                       "ds",      "es",     "ss",     "fs",   "gs",
		                                       "notrack", "data16", "addr16", "bnd"};

		space = strchr(in->mnemonic, ' ');
		if (!space)
			break;
		*space = '\0';
		if (!among(in->mnemonic, prefixes, LENGTH(prefixes)))
			break;
		in->mnemonic = space + 1;
	}
	in->operands =
		space ? space + 1 + strspn(space + 1, " ") : in->mnemonic + strlen(in->mnemonic);
	in->operands[strcspn(in->operands, "\t #")] = '\0';
	return true;
}

/* The function that a call goes to: named by the relocation, or in the operand as <name> */
static char *target(const struct instruction *in, const char *operands_as_dumped)
{
	const char *name = strchr(in->relocation, '\t');
	const char *open = strchr(operands_as_dumped, '<');

	if (name)
		return copy(name + 1, strcspn(name + 1, "+-\t "));
	return open ? copy(open + 1, strcspn(open + 1, ">+")) : copy("", 0);
}

/* In assembly an address must be a symbol: no numbers as memory operands. */
static bool absolute_operand(const struct instruction *in)
{
	const char *s = in->operands;

	if (in->mnemonic[0] == 'j' || strncmp(in->mnemonic, "call", 4) == 0 ||
	    strncmp(in->mnemonic, "lea", 3) == 0 || strncmp(in->mnemonic, "nop", 3) == 0)
		s += *s == '*' ? 1 : strlen(s);
	if (strstr(in->relocation, "*ABS*"))
		return true;
	if (in->relocation[0])
		return false;
	for (; *s; s++) {
		bool starts = s == in->operands || s[-1] == ',' || s[-1] == ':' || s[-1] == '*';

		if (starts && s[0] == '0' && s[1] == 'x') {
			s += 2 + strspn(s + 2, "0123456789abcdef");
			if (*s != '(' || s[1] == ',')
				return true;
		}
		if (*s == '(')
			s += strcspn(s, ")");
		if (!*s)
			break;
	}
	return false;
}

static bool code_reference(const char *relocation)
{
	const char *name = strrchr(relocation, '\t') ? strrchr(relocation, '\t') + 1 : relocation;
	char *symbol;

	if (!strstr(relocation, "R_386_32") && !strstr(relocation, "R_386_GOT"))
		return false;
	symbol = copy(name, strcspn(name, "+- "));
	if (own_prefix(symbol))
		return false;
	return strncmp(symbol, ".text", 5) == 0 || has(&functions, symbol);
}

/* A name of the function whose address is taken, and its line, found in the text: a function's name
 * that no ( follows. */
static void wrong_address(const struct module *m, const char *function, int line)
{
	for (const struct token *t = m->raw.at; t->kind != END; t++)
		if (t->kind == NAME && (has(&functions, t->text) || has(&allowed, t->text)) &&
		    !is(t + 1, "(")) {
			wrong(t->line, "takes the address of %s%s; call functions by name", t->text,
			      belongs(t->text));
			return;
		}
	wrong(line, "takes the address of code in %s; call functions by name", function);
}

static void check_instruction(const struct module *m, const struct instruction *in,
                              const char *function, int line)
{
	if (is_privileged(in->mnemonic, in->operands) && !(privileged && !m->is_c))
		wrong(line,
		      "%s in %s is an instruction of the machine layer; call a primitive of "
		      "<underlay.h>",
		      in->mnemonic, function);
	if (strcmp(in->mnemonic, "(bad)") == 0)
		wrong(line, "%s holds bytes that are no instruction; keep data out of .text",
		      function);
	if (m->is_c && in->operands[0] == '*')
		wrong(line, "%s calls or jumps through a pointer; call functions by name",
		      function);
	if (m->is_c && code_reference(in->relocation))
		wrong_address(m, function, line);
	if (!m->is_c && !privileged && absolute_operand(in))
		wrong(line, "%s in %s uses a number as an address; use a symbol of this layer",
		      in->mnemonic, function);
}

/* A jump between instructions could hide one from all of the above. */
static void check_jumps(const struct module *m, const unsigned *starts, int count,
                        const unsigned *jumps, int jump_count)
{
	for (int i = 0; i < jump_count; i++) {
		bool found = false;

		for (int k = 0; k < count && !found; k++)
			found = starts[k] == jumps[i];
		if (!found && !m->is_c)
			wrong(1,
			      "a jump into the middle of an instruction (offset 0x%x); jump to a "
			      "label",
			      jumps[i]);
	}
}

static void check_code(const struct module *m, const char *object)
{
	char *function = copy("", 0), *rest, *line;
	unsigned *starts = NULL, *jumps = NULL;
	int count = 0, jump_count = 0, at = 1;

	objdump("-drwl --no-show-raw-insn", object);
	rest = slurp(in_scratch("out"), NULL);
	while ((line = next_line(&rest))) {
		char *as_dumped = copy(line, strlen(line));
		char *open = strchr(line, '<');
		struct instruction in;

		if (isxdigit((unsigned char)line[0]) && open && strstr(open, ">:")) {
			function = copy(open + 1, strcspn(open + 1, ">"));
			continue;
		}
		if (!isspace((unsigned char)line[0]) && strstr(line, source) && strrchr(line, ':'))
			at = atoi(strrchr(line, ':') + 1);
		if (!instruction(line, &in))
			continue;
		check_instruction(m, &in, function, at);
		starts = grow(starts, (size_t)(count + 1) * sizeof(*starts));
		starts[count++] = in.address;
		if (in.operands[0] == '*' ||
		    !(in.mnemonic[0] == 'j' || strncmp(in.mnemonic, "call", 4) == 0))
			continue;
		if (in.mnemonic[0] != 'j' || strcmp(target(&in, as_dumped), function) != 0) {
			add(&callers, function);
			add(&callees, target(&in, as_dumped));
			call_lines = grow(call_lines, (size_t)callees.count * sizeof(int));
			call_lines[callees.count - 1] = at;
		}
		if (in.relocation[0])
			continue;
		jumps = grow(jumps, (size_t)(jump_count + 1) * sizeof(*jumps));
		jumps[jump_count++] = (unsigned)strtoul(in.operands, NULL, 16);
	}
	check_jumps(m, starts, count, jumps, jump_count);
}

/* Addresses of code in data */
static void check_relocations(const struct module *m, const char *object)
{
	char *rest, *line;
	bool data = false;

	objdump("-rw", object);
	rest = slurp(in_scratch("out"), NULL);
	while ((line = next_line(&rest))) {
		char *name = strrchr(line, ' ');
		char *row = name ? text("%s\t%s", line, name + 1) : line;

		if (strncmp(line, "RELOCATION", 10) == 0)
			data = !strstr(line, "[.text") && !strstr(line, "[.debug_");
		else if (data && m->is_c && code_reference(row))
			wrong_address(m, "its data", 1);
		if (!m->is_c && strstr(line, "*ABS*"))
			wrong(1, "an address that is a number; use a symbol of this layer");
	}
}

static bool reaches(const char *from, const char *to, struct names *seen)
{
	for (int i = 0; i < callers.count; i++) {
		if (strcmp(callers.at[i], from) != 0)
			continue;
		if (strcmp(callees.at[i], to) == 0)
			return true;
		if (has(seen, callees.at[i]))
			continue;
		add(seen, callees.at[i]);
		if (reaches(callees.at[i], to, seen))
			return true;
	}
	return false;
}

static void check_recursion(const struct module *m)
{
	for (int i = 0; i < callers.count; i++) {
		struct names seen = {0};
		const char *f = callers.at[i], *g = callees.at[i];
		int line = line_of(&m->raw, f);

		if (strcmp(f, g) == 0)
			wrong(line, "%s calls itself; write a loop", f);
		else if (reaches(g, f, &seen))
			wrong(line, "%s calls itself through %s; write a loop", f, g);
		else
			continue;
		return;
	}
}

/* The whole of it */

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);

	return n > k && strcmp(s + n - k, end) == 0;
}

/* The names that <underlay.h> and the kernel's two headers give: macros, and what stands outside
 * all brackets.  Fills in the typedefs among them as well. */
static struct names given_names(void)
{
	char *paths[] = {text("%s/%s/underlay.h", build, layer), text("kernel/types.h"),
	                 text("kernel/limits.h")};
	struct names given = {0};

	for (unsigned i = 0; i < LENGTH(paths); i++) {
		size_t length;
		char *file = slurp(paths[i], &length);
		struct tokens tokens = lex(file, length, false);
		int depth = 0;

		for (struct token *t = tokens.at; t->kind != END; t++) {
			depth += is(t, "(") || is(t, "{");
			depth -= is(t, ")") || is(t, "}");
			if (t->kind != NAME || depth > 0 || keyword(t->text))
				continue;
			add(&given, t->text);
			if (is(t + 1, ";") && t - tokens.at >= 2 &&
			    (is(t - 2, "typedef") || is(t - 3, "typedef") || is(t - 4, "typedef")))
				add(&types, t->text);
		}
	}
	return given;
}

/* Every file that went into the preprocessor's output */
static void check_files(const char *preprocessed)
{
	char *rest = copy(preprocessed, strlen(preprocessed)), *line;
	char *underlay = text("%s/%s/underlay.h", build, layer);

	while ((line = next_line(&rest))) {
		char *name = strchr(line, '"');
		int shown;

		if (strncmp(line, "# ", 2) != 0 || sscanf(line, "# %d \"", &shown) != 1 || !name)
			continue;
		name = copy(name + 1, strcspn(name + 1, "\""));
		if (name[0] != '<' && strcmp(name, source) != 0 && strcmp(name, underlay) != 0 &&
		    strcmp(name, "kernel/types.h") != 0 && strcmp(name, "kernel/limits.h") != 0 &&
		    !ends_with(name, "//"))
			wrong(1, "includes %s%s; a module includes <underlay.h>, nothing else",
			      name, room_of(name));
	}
}

/* Returns true if views 1 and 2 could be had and found nothing that stops the rest. */
static bool check_c(struct module *m)
{
	struct names given = given_names();
	struct tokens tokens;
	size_t length;
	char *file = slurp(source, &length), *warnings;

	m->raw = lex(file, length, false);
	check_bytes(file, length);
	check_text(&m->raw, &given);
	if (violations)
		return false;
	compile(machine32, text("-O0 -E -o %s", in_scratch("i")));
	check_errors(slurp(in_scratch("err"), NULL));
	if (violations)
		return false;
	file = slurp(in_scratch("i"), &length);
	check_files(file);
	tokens = lex(file, length, true);
	compile(machine32,
	        text("-O0 -c -g1 -fstack-usage -o %s %s%s", in_scratch("o0.o"),
	             clang ? "" : "-fdump-tree-gimple-lineno=", clang ? "" : in_scratch("gimple")));
	warnings = slurp(in_scratch("err"), NULL);
	check_errors(copy(warnings, strlen(warnings)));
	if (violations)
		return false;
	check_structure(&tokens);
	check_warnings(&tokens, warnings);
	if (clang && !violations) {
		compile(machine32, "-fsyntax-only -Xclang -ast-dump");
		check_null_clang(slurp(in_scratch("out"), NULL), &tokens);
	} else if (!clang) {
		check_constant_pointers(slurp(in_scratch("gimple"), NULL));
	}
	/* With pointers wider than int a cast between the two does not go unseen; nor does a
	 * constant index out of bounds where no optimisation takes the access away. */
	if (compile("-m64 -O2", clang ? "-fsyntax-only"
	                          : "-fno-tree-sra -fno-tree-dse -fno-tree-dce -S "
	                            "-o /dev/null") != 0) {
		check_errors(slurp(in_scratch("err"), NULL));
		if (!violations)
			die("the compiler cannot do -m64; set CC to one that can");
	}
	check_warnings(&tokens, slurp(in_scratch("err"), NULL));
	compile(machine32, text("-O2 -c -g1 -fstack-usage -o %s", in_scratch("o2.o")));
	check_warnings(&tokens, slurp(in_scratch("err"), NULL));
	if (violations)
		return false;
	check_stack("o0");
	check_stack("o2");
	check_symbols(m, "o0.o");
	check_symbols(m, "o2.o");
	return true;
}

static bool check_assembly(struct module *m)
{
	char *argv[] = {(char *)"as",
	                (char *)"--32",
	                (char *)"-g",
	                (char *)"-o",
	                (char *)in_scratch("s.o"),
	                (char *)"--MD",
	                (char *)in_scratch("o.d"),
	                (char *)in_scratch("i"),
	                NULL};
	char *rest, *line, *word;
	size_t length;
	char *file = slurp(source, &length);

	m->raw = lex(file, length, false);
	if (!assembly)
		wrong(1, "%s has no assembly in the manifest; write C", layer);
	compile(machine32, text("-E -D__ASSEMBLER__ -o %s", in_scratch("i")));
	check_errors(slurp(in_scratch("err"), NULL));
	if (violations)
		return false;
	check_files(slurp(in_scratch("i"), NULL));
	if (run(argv) != 0) {
		rest = slurp(in_scratch("err"), NULL);
		while ((line = next_line(&rest)))
			if (!violations && (word = strstr(line, "Error: ")))
				wrong(strncmp(line, source, strlen(source))
				              ? 1
				              : atoi(line + strlen(source) + 1),
				      "%s", word + 7);
		return false;
	}
	rest = slurp(in_scratch("o.d"), NULL);
	strtok(rest, " \\\n");
	while ((word = strtok(NULL, " \\\n")))
		if (strcmp(word, in_scratch("i")) != 0)
			wrong(1, "includes %s%s; a module includes <underlay.h>, nothing else",
			      word, room_of(word));
	check_symbols(m, "s.o");
	return true;
}

static void check_object(const struct module *m, const char *object)
{
	functions = undefined = (struct names){0};
	callers = callees = (struct names){0};
	check_symbols(m, object);
	check_code(m, object);
	check_undefined(m);
	check_sections(m, object);
	check_relocations(m, object);
}

static void check_module(struct module *modules, int count)
{
	bool ready = true;

	for (int i = 0; i < count; i++) {
		source = modules[i].source;
		ready &= modules[i].is_c ? check_c(&modules[i]) : check_assembly(&modules[i]);
	}
	for (int i = 0; ready && i < count; i++) {
		source = modules[i].source;
		check_object(&modules[i], modules[i].is_c ? "o2.o" : "s.o");
		if (!modules[i].is_c)
			continue;
		check_object(&modules[i], "o0.o"); /* last, for its call graph has every function */
		check_recursion(&modules[i]);
	}
	source = modules[0].source;
	for (int i = 0; ready && i < exports.count; i++)
		if (!has(&defined, exports.at[i]))
			wrong(1,
			      "the primitive %s is missing; define it as <underlay.h> declares it",
			      exports.at[i]);
}

/* A variant MAT.tree.c of the layer MAT has its own line in owns.tree, where there is one. */
static const char *owns_file(const char *path)
{
	const char *base = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	const char *dot = strchr(base, '.');
	const char *file;

	if (!dot || strchr(dot + 1, '.') == NULL)
		return "owns";
	file = text("owns.%.*s", (int)strcspn(dot + 1, "."), dot + 1);
	return access(text("%s/%s/%s", build, layer, file), R_OK) == 0 ? file : "owns";
}

int main(int argc, char **argv)
{
	struct module modules[2];
	int count = argc - 3;

	if (count < 1 || count > 2) {
		fputs("usage: discipline LAYER BUILD SOURCE...   (one .c, one .S, or both)\n",
		      stderr);
		return 2;
	}
	layer = argv[1];
	build = argv[2];
	for (int i = 0; i < count; i++) {
		modules[i] = (struct module){.source = argv[i + 3],
		                             .is_c = ends_with(argv[i + 3], ".c")};
		if (!modules[i].is_c && !ends_with(argv[i + 3], ".S"))
			die("%s is neither .c nor .S", argv[i + 3]);
		if (access(argv[i + 3], R_OK) != 0)
			die("cannot read %s", argv[i + 3]);
	}
	if (count == 2 && modules[0].is_c == modules[1].is_c)
		die("a layer has one .c and one .S at most");
	load(text("%s/symbols", build), &symbols, &owners, &hiders);
	load(text("%s/%s/allowed", build, layer), &allowed, NULL, NULL);
	load(text("%s/%s/exports", build, layer), &exports, NULL, NULL);
	owns = yes(owns_file(argv[3]), true);
	assembly = yes("assembly", false);
	privileged = yes("privileged", false);
	if (!mkdtemp(scratch))
		die("cannot make a directory in /tmp");
	atexit(cleanup);
	clang = getenv("CC") && strstr(getenv("CC"), "clang");
	setenv("LC_ALL", "C", 1);
	check_module(modules, count);
	return violations ? 1 : 0;
}
