/* Errors, memory, names and lines.  The program lives for a moment, so nothing is freed. */
#ifndef BASICS_H
#define BASICS_H

#include <stdbool.h>
#include <stdio.h>

#define LENGTH(a) ((int)(sizeof(a) / sizeof((a)[0])))

enum {
	NAMES = 128,    /* at most so many names in a row of the manifest */
	LINE = 512,     /* bytes of a line, its end included */
	BAD_INPUT = 2,  /* exit status: wrong use, or files that do not fit */
};

struct names {
	char *name[NAMES];
	int count;
};

/* Ends the program with one line.  line 0: the file as a whole. */
__attribute__((format(printf, 3, 4), noreturn)) void fail(const char *file, int line,
                                                          const char *format, ...);

char *copy(const char *s);
__attribute__((format(printf, 1, 2))) char *text(const char *format, ...);

bool has(const struct names *names, const char *name);

/* Adds a copy of name; file and line say who is to blame if there is no room. */
void add(struct names *names, const char *name, const char *file, int line);

/* May c stand inside a C name?  Is all of s a C name? */
bool in_name(char c);
bool is_name(const char *s);

FILE *open_input(const char *path, const char *what);

/* The next line of a file and its number; false at the end. */
bool next_line(FILE *file, const char *path, char line[LINE], int *number);

#endif
