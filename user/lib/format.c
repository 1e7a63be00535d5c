/* format.c: printf, but for where the characters go. */
#include "format.h"

#include <ctype.h>
#include <string.h>
#include <types.h>

#define DIGITS_MOST 22u /* of 64 bits in octal */

struct sink {
	void (*put)(void *where, char c);
	void *where;
	int count;
};

/* A conversion: % flags width . precision length conversion */
struct conversion {
	u32 left;  /* - */
	u32 zero;  /* 0 */
	u32 other; /* # */
	char sign; /* + or blank; 0 */
	int width;
	int precision; /* -1: none */
	u32 bytes;     /* of the argument */
	char what;
};

static void put(struct sink *sink, char c)
{
	sink->put(sink->where, c);
	sink->count++;
}

static void put_times(struct sink *sink, char c, int times)
{
	while (times-- > 0)
		put(sink, c);
}

static void put_all(struct sink *sink, const char *s, size_t length)
{
	while (length-- > 0)
		put(sink, *s++);
}

/* Divide *n; returns the remainder.  By 16 bits at a time: there is no instruction that divides 64
 * bits by 32 if the quotient has more, and no library here that would help the compiler. */
static u32 divide(u64 *n, u32 by)
{
	u64 quotient = 0;
	u32 rest = 0;

	for (int shift = 48; shift >= 0; shift -= 16) {
		rest = (rest << 16) | (u32)((*n >> shift) & 0xffff);
		quotient = (quotient << 16) | (rest / by);
		rest %= by;
	}
	*n = quotient;
	return rest;
}

/* A number of a width: blanks, sign or prefix, zeroes, digits, blanks. */
static void put_number(struct sink *sink, struct conversion *c, u64 n, const char *prefix)
{
	const char *digits = c->what == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
	u32 base = c->what == 'o' ? 8 : c->what == 'x' || c->what == 'X' ? 16 : 10;
	char text[DIGITS_MOST];
	size_t at = sizeof(text);
	int length;
	int zeroes;

	while (n != 0)
		text[--at] = digits[divide(&n, base)];
	length = (int)(sizeof(text) - at);
	zeroes = (c->precision < 0 ? 1 : c->precision) - length;
	if (c->what == 'o' && c->other && zeroes <= 0)
		zeroes = 1;
	if (zeroes < 0)
		zeroes = 0;
	length += (int)strlen(prefix);
	if (c->zero && !c->left && c->precision < 0 && zeroes + length < c->width)
		zeroes = c->width - length;
	if (!c->left)
		put_times(sink, ' ', c->width - length - zeroes);
	put_all(sink, prefix, strlen(prefix));
	put_times(sink, '0', zeroes);
	put_all(sink, text + at, sizeof(text) - at);
	if (c->left)
		put_times(sink, ' ', c->width - length - zeroes);
}

static void put_string(struct sink *sink, struct conversion *c, const char *s, size_t length)
{
	if (!c->left)
		put_times(sink, ' ', c->width - (int)length);
	put_all(sink, s, length);
	if (c->left)
		put_times(sink, ' ', c->width - (int)length);
}

static void put_signed(struct sink *sink, struct conversion *c, long long n)
{
	char prefix[2] = { n < 0 ? '-' : c->sign, '\0' };

	put_number(sink, c, n < 0 ? -(u64)n : (u64)n, prefix);
}

static void put_unsigned(struct sink *sink, struct conversion *c, u64 n)
{
	char prefix[3] = { '0', c->what, '\0' };
	u32 is_hex = c->what == 'x' || c->what == 'X';

	put_number(sink, c, n, c->other && is_hex && n != 0 ? prefix : "");
}

/* A number in the text, or an argument for which * stands. */
static int read_count(const char **format, va_list *arguments)
{
	int n = 0;

	if (**format == '*') {
		(*format)++;
		return va_arg(*arguments, int);
	}
	while (isdigit(**format))
		n = n * 10 + (*(*format)++ - '0');
	return n;
}

static void read_flags(const char **format, struct conversion *c)
{
	for (;; (*format)++) {
		if (**format == '-')
			c->left = 1;
		else if (**format == '0')
			c->zero = 1;
		else if (**format == '#')
			c->other = 1;
		else if (**format == '+')
			c->sign = '+';
		else if (**format == ' ')
			c->sign = c->sign ? c->sign : ' ';
		else
			return;
	}
}

static void read_length(const char **format, struct conversion *c)
{
	c->bytes = sizeof(int);
	for (;; (*format)++) {
		if (**format == 'h')
			c->bytes = c->bytes == 2 ? 1 : 2;
		else if (**format == 'l')
			c->bytes = c->bytes == 4 && (*format)[-1] == 'l' ? 8 : 4;
		else if (**format == 'j')
			c->bytes = 8;
		else if (**format == 'z' || **format == 't')
			c->bytes = 4;
		else
			return;
	}
}

static const char *read_conversion(const char *format, struct conversion *c, va_list *arguments)
{
	memset(c, 0, sizeof(*c));
	c->precision = -1;
	read_flags(&format, c);
	c->width = read_count(&format, arguments);
	if (c->width < 0) {
		c->left = 1;
		c->width = -c->width;
	}
	if (*format == '.') {
		format++;
		c->precision = read_count(&format, arguments);
	}
	read_length(&format, c);
	c->what = *format;
	return *format ? format + 1 : format;
}

static long long signed_argument(const struct conversion *c, va_list *arguments)
{
	if (c->bytes == 8)
		return va_arg(*arguments, long long);
	if (c->bytes == 1)
		return (signed char)va_arg(*arguments, int);
	if (c->bytes == 2)
		return (short)va_arg(*arguments, int);
	return va_arg(*arguments, int);
}

static u64 unsigned_argument(const struct conversion *c, va_list *arguments)
{
	if (c->bytes == 8)
		return va_arg(*arguments, u64);
	if (c->bytes == 1)
		return (u8)va_arg(*arguments, u32);
	if (c->bytes == 2)
		return (u16)va_arg(*arguments, u32);
	return va_arg(*arguments, u32);
}

static void convert(struct sink *sink, struct conversion *c, va_list *arguments)
{
	const char *s;
	char character;

	switch (c->what) {
	case 'd':
	case 'i':
		put_signed(sink, c, signed_argument(c, arguments));
		break;
	case 'u':
	case 'x':
	case 'X':
	case 'o':
		put_unsigned(sink, c, unsigned_argument(c, arguments));
		break;
	case 'p':
		c->what = 'x';
		put_number(sink, c, (size_t)va_arg(*arguments, void *), "0x");
		break;
	case 'c':
		character = (char)va_arg(*arguments, int);
		put_string(sink, c, &character, 1);
		break;
	case 's':
		s = va_arg(*arguments, const char *);
		if (!s)
			s = "(null)";
		put_string(sink, c, s, strnlen(s, (size_t)c->precision));
		break;
	case '\0':
		break;
	default: /* % too; what is no conversion stands for itself */
		put(sink, c->what);
	}
}

int format_each(void (*put_one)(void *where, char c), void *where, const char *format,
                va_list arguments)
{
	struct sink sink = { put_one, where, 0 };
	struct conversion c;
	va_list rest;

	va_copy(rest, arguments); /* of which a pointer can be taken */
	while (*format) {
		if (*format != '%') {
			put(&sink, *format++);
			continue;
		}
		format = read_conversion(format + 1, &c, &rest);
		convert(&sink, &c, &rest);
	}
	va_end(rest);
	return sink.count;
}
