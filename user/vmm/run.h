/* run.h: the guest runs. */
#ifndef RUN_H
#define RUN_H

#include <types.h>

/* Where the guest begins. */
struct start {
	u32 eip;
	u32 eax;
};

/* Let the guest run until it ends; then say why. */
void run(const struct start *start);

/* The guest ends, and this is why: a format of printf for the number. */
void run_end(const char *why, u32 number);

#endif
