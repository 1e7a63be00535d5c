/* stdio.c: characters to and from the console. */
#include <stdio.h>

#include <string.h>
#include <sys.h>

#include "format.h"

/* A line goes out in one go, if it is not longer: so the lines of two programs mix little. */
#define WAITING_MOST 128u

struct file {
	u32 count;
	char waiting[WAITING_MOST];
};

static struct file console;
FILE *const stdout = &console;

int fflush(FILE *file)
{
	for (u32 at = 0; at < file->count; at += SYS_CHARS) {
		u32 left = file->count - at;

		sys_write(file->waiting + at, left < SYS_CHARS ? left : SYS_CHARS);
	}
	file->count = 0;
	return 0;
}

static void put(void *where, char c)
{
	FILE *file = where;

	file->waiting[file->count++] = c;
	if (c == '\n' || file->count == WAITING_MOST)
		fflush(file);
}

int putchar(int c)
{
	put(stdout, (char)c);
	return (unsigned char)c;
}

int fputs(const char *s, FILE *file)
{
	while (*s)
		put(file, *s++);
	return 0;
}

int puts(const char *s)
{
	fputs(s, stdout);
	return putchar('\n');
}

int getchar(void)
{
	char c;
	u32 error;

	fflush(stdout);
	for (;;) {
		error = sys_read(&c, 1);
		if (error == SYS_OK)
			return (unsigned char)c;
		if (error != SYS_E_EMPTY)
			return EOF;
		sys_yield();
	}
}

int vprintf(const char *format, va_list arguments)
{
	return format_each(put, stdout, format, arguments);
}

int printf(const char *format, ...)
{
	va_list arguments;
	int count;

	va_start(arguments, format);
	count = vprintf(format, arguments);
	va_end(arguments);
	return count;
}
