/* snprintf.c: printf into memory. */
#include <stdio.h>

#include "format.h"

struct buffer {
	char *next;
	size_t left;
};

static void put(void *where, char c)
{
	struct buffer *buffer = where;

	if (buffer->left > 1) { /* the last is for the zero */
		*buffer->next++ = c;
		buffer->left--;
	}
}

int vsnprintf(char *to, size_t size, const char *format, va_list arguments)
{
	struct buffer buffer = { to, size };
	int count = format_each(put, &buffer, format, arguments);

	if (size > 0)
		*buffer.next = '\0';
	return count;
}

int snprintf(char *to, size_t size, const char *format, ...)
{
	va_list arguments;
	int count;

	va_start(arguments, format);
	count = vsnprintf(to, size, format, arguments);
	va_end(arguments);
	return count;
}
