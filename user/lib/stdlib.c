/* stdlib.c: the end of a program, numbers as text, random numbers. */
#include <stdlib.h>

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <sys.h>

#define ABORTED 134 /* the status that other systems show */

_Noreturn void exit(int status)
{
	fflush(stdout);
	sys_exit((u32)status);
}

_Noreturn void abort(void)
{
	exit(ABORTED);
}

/* The digit's value; 36 if it is none. */
static unsigned int digit(char c)
{
	if (isdigit(c))
		return (unsigned int)(c - '0');
	if (isalpha(c))
		return (unsigned int)(tolower(c) - 'a') + 10;
	return 36;
}

/* Read blanks and a sign; returns 1 if it is -. */
static int read_sign(const char **s)
{
	while (isspace(**s))
		(*s)++;
	if (**s != '-' && **s != '+')
		return 0;
	return *(*s)++ == '-';
}

/* Read the digits; *over becomes 1, and the result ULONG_MAX, if they are too many.  If there are
 * none, *end stays as it is. */
static unsigned long read_digits(const char *s, const char **end, unsigned int base, int *over)
{
	unsigned long n = 0;

	if ((base == 0 || base == 16) && s[0] == '0' && tolower(s[1]) == 'x' && digit(s[2]) < 16) {
		s += 2;
		base = 16;
	}
	if (base == 0)
		base = *s == '0' ? 8 : 10;
	for (; digit(*s) < base; *end = ++s) {
		if (n > (ULONG_MAX - digit(*s)) / base)
			*over = 1;
		n = n * base + digit(*s);
	}
	return *over ? ULONG_MAX : n;
}

unsigned long strtoul(const char *s, char **end, int base)
{
	const char *at = s;
	const char *behind = s;
	int over = 0;
	int negative = read_sign(&at);
	unsigned long n = read_digits(at, &behind, (unsigned int)base, &over);

	if (end)
		*end = (char *)behind;
	return negative && !over ? -n : n;
}

long strtol(const char *s, char **end, int base)
{
	const char *at = s;
	const char *behind = s;
	int over = 0;
	int negative = read_sign(&at);
	unsigned long n = read_digits(at, &behind, (unsigned int)base, &over);

	if (end)
		*end = (char *)behind;
	if (negative)
		return n > LONG_MAX ? LONG_MIN : -(long)n;
	return n > LONG_MAX ? LONG_MAX : (long)n;
}

int atoi(const char *s)
{
	return (int)strtol(s, NULL, 10);
}

int abs(int n)
{
	return n < 0 ? -n : n;
}

/* A register of 32 bits with feedback (Marsaglia's xorshift), which never becomes 0. */
static unsigned int seed = 1;

void srand(unsigned int s)
{
	seed = s ? s : 0x9e3779b9u;
}

int rand(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return (int)(seed & RAND_MAX);
}
