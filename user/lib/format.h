/* format.h: what printf and its like have in common. */
#ifndef FORMAT_H
#define FORMAT_H

#include <stdarg.h>

/* Give the characters one by one to put, with `where` beside them.  Returns how many they were. */
int format_each(void (*put)(void *where, char c), void *where, const char *format,
                va_list arguments);

#endif
