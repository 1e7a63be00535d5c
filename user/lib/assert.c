/* assert.c: what a program says when it finds itself wrong. */
#include <assert.h>

#include <stdio.h>
#include <stdlib.h>

_Noreturn void assertion_failed(const char *condition, const char *file, int line,
                                const char *function)
{
	printf("\n%s:%d: %s: not so: %s\n", file, line, function, condition);
	abort();
}
