/* stdio.h: as in C's standard library; the console is all there is. */
#ifndef STDIO_H
#define STDIO_H

#include <stdarg.h>
#include <stddef.h>

#define EOF (-1)

typedef struct file FILE;
extern FILE *const stdout;

/* Output waits in the program until a line ends, much has come together, somebody asks for a
 * character, or the program ends. */
int fflush(FILE *file);
int fputs(const char *s, FILE *file);
int putchar(int c);
int puts(const char *s);
/* Others run until a byte has been typed.  EOF: there is no console. */
int getchar(void);

/* %d %i %u %x %X %o %c %s %p %%, with flags, width, precision and hh h l ll z t j; no fractions. */
int printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
int vprintf(const char *format, va_list arguments);
int snprintf(char *to, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));
int vsnprintf(char *to, size_t size, const char *format, va_list arguments);

#endif
