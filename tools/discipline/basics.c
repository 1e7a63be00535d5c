/* Memory, strings, files and sets of names */
#include "basics.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void die(const char *format, ...)
{
	va_list list;

	fputs("discipline: ", stderr);
	va_start(list, format);
	vfprintf(stderr, format, list);
	va_end(list);
	fputc('\n', stderr);
	exit(2);
}

void *grow(void *old, size_t size)
{
	void *new = realloc(old, size);

	if (!new)
		die("out of memory");
	return new;
}

char *copy(const char *s, size_t length)
{
	char *new = grow(NULL, length + 1);

	memcpy(new, s, length);
	new[length] = '\0';
	return new;
}

char *text(const char *format, ...)
{
	va_list list, again;
	size_t size;
	char *new;

	va_start(list, format);
	va_copy(again, list);
	size = (size_t)vsnprintf(NULL, 0, format, list) + 1;
	new = grow(NULL, size);
	vsnprintf(new, size, format, again);
	va_end(again);
	va_end(list);
	return new;
}

bool starts_with(const char *s, const char *start)
{
	return strncmp(s, start, strlen(start)) == 0;
}

bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);

	return n >= k && strcmp(s + n - k, end) == 0;
}

bool among(const char *word, const char *words)
{
	size_t n = strlen(word);

	for (; *words; words += strspn(words, " ")) {
		size_t length = strcspn(words, " ");

		if (length == n && strncmp(words, word, n) == 0)
			return true;
		words += length;
	}
	return false;
}

char *slurp(const char *path, size_t *length)
{
	FILE *file = fopen(path, "r");
	size_t n = 0, room = 1 << 16, got;
	char *buffer = grow(NULL, room + 1);

	if (!file)
		die("cannot read %s; run make first", path);
	while ((got = fread(buffer + n, 1, room - n, file)) > 0) {
		n += got;
		if (n == room)
			buffer = grow(buffer, (room *= 2) + 1);
	}
	fclose(file);
	buffer[n] = '\0';
	if (length)
		*length = n;
	return buffer;
}

char *next_line(char **rest)
{
	char *line = *rest;
	size_t length;

	if (!line || !*line)
		return NULL;
	length = strcspn(line, "\n");
	*rest = line[length] ? line + length + 1 : NULL;
	line[length] = '\0';
	return line;
}

void add(struct names *names, const char *name)
{
	names->at = grow(names->at, (size_t)(names->count + 1) * sizeof(char *));
	names->at[names->count++] = copy(name, strlen(name));
}

int find(const struct names *names, const char *name)
{
	for (int i = 0; i < names->count; i++)
		if (strcmp(names->at[i], name) == 0)
			return i;
	return -1;
}

bool has(const struct names *names, const char *name)
{
	return find(names, name) >= 0;
}
