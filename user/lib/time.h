/* time.h: as in C's standard library; what is used of it. */
#ifndef TIME_H
#define TIME_H

typedef unsigned long clock_t;

#define CLOCKS_PER_SEC 1000ul

/* The time since the processor was switched on, of which a program cares for differences. */
clock_t clock(void);

#endif
