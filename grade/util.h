/* util.h: what every part of the driver needs: errors, memory, text that grows. */
#ifndef UTIL_H
#define UTIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Bad use or a broken file: print the line, exit with status 2. */
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

void *allocate(size_t size); /* zeroed; never fails */
void *grow(void *old, size_t count, size_t size); /* room for one more behind count elements */
char *print(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *read_file(const char *name, size_t *size); /* NUL-terminated; 0 if it cannot be read */

/* Text in the making. */
struct text {
	char *at; /* NUL-terminated, or 0 while empty */
	size_t length, room;
};
void text_add(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_bytes(struct text *t, const char *bytes, size_t length);
const char *text_of(const struct text *t); /* never 0 */

#endif
