/* limits.h: as in C's standard library; what is used of it. */
#ifndef LIMITS_H
#define LIMITS_H

#define CHAR_BIT  8
#define INT_MAX   0x7fffffff
#define INT_MIN   (-INT_MAX - 1)
#define UINT_MAX  0xffffffffu
#define LONG_MAX  0x7fffffffl
#define LONG_MIN  (-LONG_MAX - 1l)
#define ULONG_MAX 0xfffffffful

#endif
