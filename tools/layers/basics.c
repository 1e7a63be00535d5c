/* Errors, memory, names and lines. */
#include "basics.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void fail(const char *file, int line, const char *format, ...)
{
	va_list list;

	if (line > 0)
		fprintf(stderr, "%s:%d: ", file, line);
	else
		fprintf(stderr, "%s: ", file);
	va_start(list, format);
	vfprintf(stderr, format, list);
	va_end(list);
	fputc('\n', stderr);
	exit(BAD_INPUT);
}

char *copy(const char *s)
{
	return text("%s", s);
}

char *text(const char *format, ...)
{
	va_list list;
	va_list again;
	int length;
	char *result;

	va_start(list, format);
	va_copy(again, list);
	length = vsnprintf(NULL, 0, format, list);
	result = length < 0 ? NULL : malloc((size_t)length + 1);
	if (result == NULL)
		fail("layers", 0, "out of memory");
	vsnprintf(result, (size_t)length + 1, format, again);
	va_end(again);
	va_end(list);
	return result;
}

bool has(const struct names *names, const char *name)
{
	for (int i = 0; i < names->count; i++)
		if (strcmp(names->name[i], name) == 0)
			return true;
	return false;
}

void add(struct names *names, const char *name, const char *file, int line)
{
	if (names->count == NAMES)
		fail(file, line, "more than %d names in a row; split it", NAMES);
	names->name[names->count++] = copy(name);
}

bool in_name(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

bool is_name(const char *s)
{
	if (*s == '\0' || isdigit((unsigned char)*s))
		return false;
	for (; *s != '\0'; s++)
		if (!in_name(*s))
			return false;
	return true;
}

FILE *open_input(const char *path, const char *what)
{
	FILE *file = fopen(path, "r");

	if (file == NULL)
		fail(path, 0, "cannot read %s: %s", what, strerror(errno));
	return file;
}

bool next_line(FILE *file, const char *path, char line[LINE], int *number)
{
	if (fgets(line, LINE, file) == NULL) {
		if (ferror(file))
			fail(path, 0, "cannot read: %s", strerror(errno));
		return false;
	}
	++*number;
	if (strchr(line, '\n') == NULL && !feof(file))
		fail(path, *number, "row longer than %d characters", LINE - 2);
	return true;
}
