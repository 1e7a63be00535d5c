/* stdlib.h: as in C's standard library. */
#ifndef STDLIB_H
#define STDLIB_H

#include <stddef.h>

#define EXIT_SUCCESS 0
#define EXIT_FAILURE 1
#define RAND_MAX     0x7fffffff

/* Memory.  The heap has HEAP_SIZE bytes; a page of it is there once it is used.  free and realloc
 * end the program if they are given what malloc has not. */
#define HEAP_SIZE 0x400000u
void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *memory, size_t size);
void free(void *memory);

_Noreturn void exit(int status);
_Noreturn void abort(void);

unsigned long strtoul(const char *s, char **end, int base);
long strtol(const char *s, char **end, int base);
int atoi(const char *s);
int abs(int n);

/* The same numbers for the same seed, everywhere. */
int rand(void);
void srand(unsigned int seed);

#endif
