/* util.c: errors, memory, text that grows. */
#include "util.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void die(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	fflush(stdout);
	vfprintf(stderr, format, list);
	fputc('\n', stderr);
	va_end(list);
	exit(2);
}

static void *checked(void *p)
{
	if (!p)
		die("grade: out of memory");
	return p;
}

void *allocate(size_t size)
{
	return checked(calloc(1, size ? size : 1));
}

/* Doubles whenever count reaches a power of two. */
void *grow(void *old, size_t count, size_t size)
{
	if (count != 0 && (count & (count - 1)) != 0)
		return old;
	return checked(realloc(old, (count ? 2 * count : 1) * size));
}

void text_bytes(struct text *t, const char *bytes, size_t length)
{
	if (t->length + length >= t->room) {
		t->room = 2 * (t->length + length) + 64;
		t->at = checked(realloc(t->at, t->room));
	}
	memcpy(t->at + t->length, bytes, length);
	t->length += length;
	t->at[t->length] = 0;
}

static void text_list(struct text *t, const char *format, va_list list)
{
	va_list again;
	char *line;
	int length;

	va_copy(again, list);
	length = vsnprintf(0, 0, format, list);
	line = allocate((size_t)length + 1);
	vsnprintf(line, (size_t)length + 1, format, again);
	va_end(again);
	text_bytes(t, line, (size_t)length);
	free(line);
}

void text_add(struct text *t, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	text_list(t, format, list);
	va_end(list);
}

const char *text_of(const struct text *t)
{
	return t->at ? t->at : "";
}

char *print(const char *format, ...)
{
	struct text t = { 0 };
	va_list list;

	va_start(list, format);
	text_list(&t, format, list);
	va_end(list);
	return t.at;
}

char *read_file(const char *name, size_t *size)
{
	struct text t = { 0 };
	FILE *file = fopen(name, "rb");
	char part[4096];
	size_t n;
	bool failed;

	if (!file)
		return 0;
	text_bytes(&t, "", 0);
	while ((n = fread(part, 1, sizeof(part), file)) > 0)
		text_bytes(&t, part, n);
	failed = ferror(file) != 0;
	fclose(file);
	if (failed) {
		free(t.at);
		return 0;
	}
	if (size)
		*size = t.length;
	return t.at;
}
