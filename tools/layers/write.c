/* Writing files, and templates of C. */
#include "write.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>

static FILE *out; /* NULL: standard output */
static const char *out_path;

void open_output(const char *path)
{
	out = fopen(path, "w");
	out_path = path;
	if (out == NULL)
		fail(path, 0, "cannot write: %s", strerror(errno));
}

void close_output(void)
{
	FILE *file = out != NULL ? out : stdout;
	bool failed = ferror(file) != 0;

	if (fclose(file) != 0 || failed)
		fail(out != NULL ? out_path : "standard output", 0,
		     "cannot write all of it; is the disk full?");
	out = NULL;
}

void make_folder(const char *path)
{
	if (mkdir(path, 0777) != 0 && errno != EEXIST)
		fail(path, 0, "cannot create: %s", strerror(errno));
}

void put(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	vfprintf(out != NULL ? out : stdout, format, list);
	va_end(list);
}

/* ---- templates ---------------------------------------------------------------------------- */

static const char *string_of_c(const char *s)
{
	const char *result = "";

	for (; *s != '\0'; s++)
		result = text("%s%s%c", result, *s == '"' || *s == '\\' ? "\\" : "", *s);
	return text("\"%s\"", result);
}

static const char *arguments_of(const struct primitive *p)
{
	const char *result = "";

	for (int i = 0; i < p->arguments; i++)
		result = text("%s%s%s", result, i > 0 ? ", " : "", p->argument_name[i]);
	return result;
}

static const char *value_for_layer(const char *key, const struct layer *l)
{
	if (strcmp(key, "layer") == 0)
		return l->name;
	if (strcmp(key, "room") == 0)
		return l->room;
	if (strcmp(key, "lab") == 0)
		return l->lab;
	if (strcmp(key, "underlay") == 0)
		return l->level > 0 ? layer_at[l->level - 1]->name : "";
	if (strcmp(key, "purpose") == 0)
		return string_of_c(l->purpose);
	return NULL;
}

static const char *value_for_primitive(const char *key, const struct primitive *p)
{
	if (strcmp(key, "type") == 0)
		return p->type;
	if (strcmp(key, "name") == 0)
		return p->name;
	if (strcmp(key, "number") == 0)
		return text("%d", p->number);
	if (strcmp(key, "count") == 0)
		return text("%d", p->arguments);
	if (strcmp(key, "parameters") == 0)
		return p->parameters;
	if (strcmp(key, "arguments") == 0)
		return arguments_of(p);
	if (strcmp(key, "values") == 0)
		return p->arguments > 0 ? arguments_of(p) : "0";
	if (strcmp(key, "return") == 0)
		return p->returns ? "return " : "";
	return value_for_layer(key, p->layer);
}

static const char *value_for(const char *key, const struct layer *l, const struct primitive *p)
{
	const char *value = NULL;

	if (strcmp(key, "manifest") == 0)
		return manifest;
	if (strcmp(key, "stack") == 0)
		return stack_name;
	if (p != NULL)
		value = value_for_primitive(key, p);
	else if (l != NULL)
		value = value_for_layer(key, l);
	if (value == NULL)
		fail("layers", 0, "a template has no value for {%s} here", key);
	return value;
}

/* The length of a {key} without its braces; 0 if there is none at s */
static int key_length(const char *s)
{
	int length = 0;

	if (s[0] != '{')
		return 0;
	while (islower((unsigned char)s[1 + length]))
		length++;
	return s[1 + length] == '}' ? length : 0;
}

static void expand(const char *template, const struct layer *l, const struct primitive *p)
{
	for (const char *s = template; *s != '\0'; s++) {
		int length = key_length(s);

		if (length > 0) {
			put("%s", value_for(text("%.*s", length, s + 1), l, p));
			s += length + 1;
		} else {
			put("%c", *s);
		}
	}
}

void put_text(const char *template)
{
	expand(template, NULL, NULL);
}

void put_layer(const char *template, const struct layer *l)
{
	expand(template, l, NULL);
}

void put_in_mode(const struct layer *l, int mode)
{
	put_layer("{layer}_IN_", l);
	put("%s", mode_name[mode]);
}

bool has_mode(const struct layer *l, int mode)
{
	return l->instructions[mode].count > 0;
}

void put_primitive(const char *template, const struct primitive *p)
{
	expand(template, NULL, p);
}

void put_visible(void)
{
	for (int at = 0; at < height; at++) {
		put("static const u16 visible_%s[] = {", layer_at[at]->name);
		for (int i = 0; i < primitive_count; i++)
			if (visible(primitive_at[i], at))
				put("%d, ", i);
		put("};\n");
	}
}
