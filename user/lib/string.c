/* string.c: the functions of string.h on strings. */
#include <string.h>

size_t strnlen(const char *s, size_t most)
{
	size_t length = 0;

	while (length < most && s[length])
		length++;
	return length;
}

size_t strlen(const char *s)
{
	return strnlen(s, (size_t)-1);
}

int strncmp(const char *a, const char *b, size_t most)
{
	for (; most > 0; most--, a++, b++) {
		if (*a != *b || !*a)
			return (unsigned char)*a - (unsigned char)*b;
	}
	return 0;
}

int strcmp(const char *a, const char *b)
{
	return strncmp(a, b, (size_t)-1);
}

char *strcpy(char *to, const char *from)
{
	return memcpy(to, from, strlen(from) + 1);
}

/* As in C: zeroes up to size; no zero at all if the string is not shorter than that. */
char *strncpy(char *to, const char *from, size_t size)
{
	size_t length = strnlen(from, size);

	memcpy(to, from, length);
	memset(to + length, 0, size - length);
	return to;
}

char *strcat(char *to, const char *from)
{
	strcpy(to + strlen(to), from);
	return to;
}

char *strncat(char *to, const char *from, size_t most)
{
	size_t length = strlen(to);
	size_t more = strnlen(from, most);

	memcpy(to + length, from, more);
	to[length + more] = '\0';
	return to;
}

/* The zero at the end counts as a character of the string. */
char *strchr(const char *s, int c)
{
	return memchr(s, c, strlen(s) + 1);
}

char *strrchr(const char *s, int c)
{
	for (size_t i = strlen(s) + 1; i-- > 0;) {
		if (s[i] == (char)c)
			return (char *)s + i;
	}
	return NULL;
}

char *strstr(const char *s, const char *part)
{
	size_t length = strlen(part);

	for (;; s++) {
		if (strncmp(s, part, length) == 0)
			return (char *)s;
		if (!*s)
			return NULL;
	}
}

size_t strspn(const char *s, const char *accept)
{
	size_t length = 0;

	while (s[length] && strchr(accept, s[length]))
		length++;
	return length;
}

size_t strcspn(const char *s, const char *reject)
{
	size_t length = 0;

	while (!strchr(reject, s[length])) /* it finds the zero at the end, too */
		length++;
	return length;
}
