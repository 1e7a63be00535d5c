/* Memory, strings, files and sets of names.  The program lives for a tenth of a second, so nothing
 * is freed. */
#ifndef BASICS_H
#define BASICS_H

#include <stdbool.h>
#include <stddef.h>

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

struct names {
	char **at;
	int count;
};

/* Ends the program: it was called wrongly, or lacks what it needs. */
__attribute__((format(printf, 1, 2), noreturn)) void die(const char *format, ...);

void *grow(void *old, size_t size);
char *copy(const char *s, size_t length);
__attribute__((format(printf, 1, 2))) char *text(const char *format, ...);
bool starts_with(const char *s, const char *start);
bool ends_with(const char *s, const char *end);

/* Is the word one of `words`, which are parted by one blank each? */
bool among(const char *word, const char *words);

/* A whole file, with a zero behind it; `length` may be NULL. */
char *slurp(const char *path, size_t *length);

/* The next line of *rest, cut off from it; NULL at the end. */
char *next_line(char **rest);

void add(struct names *names, const char *name);
int find(const struct names *names, const char *name); /* -1: not there */
bool has(const struct names *names, const char *name);

#endif
