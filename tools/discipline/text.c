/* View 1: the file as written.
 *
 * For cheats that are gone once the preprocessor has run, or that would make the file mean
 * something else in another build than the one judged: conditionals, __OPTIMIZE__, __LINE__,
 * #pragma, #line, words pasted with ##, macros that change what <underlay.h> says, bytes that only
 * some compilers skip.  Names that begin as the compiler's own do (builtins, attributes, asm) are
 * refused here for good, so that the later views need not know what each of them does.
 */
#include "views.h"

#include "layer.h"

#include <ctype.h>
#include <string.h>

/* Does the compiler own this name?  The builtins let through are instructions of an i686. */
static bool reserved(const char *name)
{
	return name[0] == '_' && (name[1] == '_' || isupper((unsigned char)name[1])) &&
	       !among(name, "_Bool _Static_assert __builtin_expect __builtin_clz __builtin_ctz "
	                    "__builtin_ffs");
}

/* The include line must be the first thing of a C module, so that no macro of the module changes
 * what <underlay.h> says. */
static void check_include(const struct token *hash, bool is_first)
{
	char *path = copy("", 0);

	for (const struct token *t = hash + 2; !t->first; t++)
		path = text("%s%s", path, t->text);
	if (strcmp(path, "<underlay.h>") != 0)
		wrong_include(hash->line, path);
	else if (!is_first)
		wrong(hash->line, "<underlay.h> is not the first thing here; include it once, "
		                  "before all else");
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
	else if (has(given, name->text) || has(&layer.symbols, name->text))
		wrong(hash->line, "%s %s, a name of <underlay.h>%s; give the macro another name",
		      undef ? "undefines" : "redefines", name->text, belongs(name->text));
	else if (undef && !has(own, name->text))
		wrong(hash->line,
		      "undefines %s, which is not a macro of this module; leave it alone",
		      name->text);
	else if (!undef)
		add(own, name->text);
}

static void check_directive(const struct token *hash, bool is_first, const struct names *given,
                            struct names *own)
{
	const struct token *word = hash + 1;

	if (word->first)
		return; /* a # alone */
	if (is(word, "include"))
		check_include(hash, is_first);
	else if (is(word, "define") || is(word, "undef"))
		check_define(hash, given, own);
	else if (is(word, "if") && (is(word + 1, "0") || is(word + 1, "1")) && word[2].first)
		return; /* left out, or not, in every build */
	else if (is(word, "else") || is(word, "endif"))
		return;
	else if (starts_with(word->text, "if") || starts_with(word->text, "el"))
		wrong(hash->line, "#%s: a module means the same in every build; write one version",
		      word->text);
	else
		wrong(hash->line, "#%s is not allowed in a module; leave it out", word->text);
}

/* A declaration of data that the .c and the .S of this layer share */
static bool declares_shared(const struct token *t)
{
	for (; t->kind != END && !is(t, ";"); t++)
		if (t->kind == NAME && shared_name(t->text))
			return true;
	return false;
}

static void check_name(const struct token *t)
{
	static const char letters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
	const char *name = t->text;

	if (is(t, "asm") || starts_with(name, "__asm"))
		wrong(t->line,
		      "%s: no assembly in a C module; write C, or if the layer has a .S put it "
		      "there",
		      name);
	else if (is(t, "extern") && !declares_shared(t))
		wrong(t->line,
		      "extern: reaches outside the module; call a primitive of <underlay.h>");
	else if (is(t, "float") || is(t, "double"))
		wrong(t->line, "%s: no floating point in the kernel; use u32 or u64", name);
	else if (is(t, "typeof"))
		wrong(t->line, "typeof is not allowed in a module; name the type");
	else if (starts_with(name, "__attribute"))
		wrong(t->line, "%s: no attributes in a module; leave it out", name);
	else if (starts_with(name, "__builtin_popcount"))
		wrong(t->line,
		      "%s: an i686 counts bits with a function of libgcc, which the kernel does "
		      "not have; write a loop",
		      name);
	else if (reserved(name))
		wrong(t->line, "%s: names that start like this belong to the compiler; use plain C",
		      name);
	else if (strspn(name, letters) != strlen(name))
		wrong(t->line, "a name with a character that is no letter, digit or _; rename it");
	else if (t[1].kind == STRING && among(name, "R L u U u8 uR UR LR u8R"))
		wrong(t->line, "a string that starts with %s; write a plain one", name);
}

static bool is_float(const char *number)
{
	bool hex = starts_with(number, "0x") || starts_with(number, "0X");

	return strpbrk(number, hex ? ".pP" : ".eEjJ") != NULL;
}

static bool digraph(const struct token *t)
{
	return among(t->text, "<: :> <% %> %:");
}

static void check_punctuator(const struct token *t)
{
	if (is(t, "##") || is(t, "%:%:"))
		wrong(t->line, "##: a name must stand in the text as it is; write it out");
	else if (digraph(t))
		wrong(t->line, "the digraph %s; write the character itself", t->text);
	else if (is(t, "?") && is(t + 1, "?"))
		wrong(t->line, "a trigraph; write the character itself");
	else if (is(t, "\\") || is(t, "@") || is(t, "`"))
		wrong(t->line, "a stray %s; remove it", t->text);
	else if (is(t, "[") && is(t + 1, "["))
		wrong(t->line, "[[: no attributes in a module; leave it out");
}

/* Bytes that compilers read in more than one way. */
static void check_bytes(const char *file, size_t length)
{
	int line = 1;

	for (size_t i = 0; i < length; i++) {
		const char *s = file + i;
		bool fine = *s == '\t' || *s == '\n' || (*s == '\r' && s[1] == '\n');

		if (!fine && iscntrl((unsigned char)*s))
			wrong(line, "a control character (code %d); remove it", *s);
		if (*s == '\\' && (s[1] == ' ' || s[1] == '\t') &&
		    s[1 + strspn(s + 1, " \t\r")] == '\n')
			wrong(line, "blanks after the backslash; remove them");
		line += *s == '\n';
	}
}

/* The names that <underlay.h> and the kernel's two headers give: macros, and what stands outside
 * all brackets.  Typedefs among them are noted for view 2. */
static void add_given(struct names *given, const char *path)
{
	size_t length;
	const char *file = slurp(path, &length);
	const struct token *tokens = lex(file, length, false);
	bool in_typedef = false;
	int depth = 0;

	for (const struct token *t = tokens; t->kind != END; t++) {
		depth += is(t, "(") || is(t, "{");
		depth -= is(t, ")") || is(t, "}");
		in_typedef = (in_typedef && !is(t, ";")) || is(t, "typedef");
		if (t->kind != NAME || depth > 0 || keyword(t->text))
			continue;
		add(given, t->text);
		if (in_typedef && is(t + 1, ";"))
			add(&types, t->text);
	}
}

void check_text(struct module *m)
{
	struct names given = {0}, own = {0};
	size_t length;
	const char *file = slurp(source, &length);
	const struct token *t;

	m->raw = lex(file, length, false);
	if (!m->is_c)
		return; /* what the assembler makes of it is all that counts */
	add_given(&given, text("%s/%s/underlay.h", layer.build, layer.name));
	for (const char *const *name = given_files; *name; name++)
		add_given(&given, *name);
	check_bytes(file, length);
	if (!is(m->raw, "#") || !is(m->raw + 1, "include"))
		wrong(m->raw->line,
		      "<underlay.h> is not the first thing here; include it before all else");
	for (t = m->raw; t->kind != END; t++) {
		if (is(t, "#") && t->first)
			check_directive(t, t == m->raw, &given, &own);
		else if (t->kind == PUNCTUATOR)
			check_punctuator(t);
		else if (t->kind == NUMBER && is_float(t->text))
			wrong(t->line, "%s: no floating point in the kernel; use u32 or u64",
			      t->text);
		else if (is(t, "long") && !is(t + 1, "long") && (t == m->raw || !is(t - 1, "long")))
			wrong(t->line, "long has another size on the host, where the checker runs; "
			               "use u32 or u64");
		else if (t->kind == NAME)
			check_name(t);
	}
}
