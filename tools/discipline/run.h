/* Other programs, and the directory for their files. */
#ifndef RUN_H
#define RUN_H

#include "basics.h"

/* A path in a directory of this run's own, which is removed in the end */
const char *in_scratch(const char *name);

/* Runs a command of words parted by blanks; returns its exit status.  What it writes is then in the
 * scratch files "out" and "err". */
int run(const char *command);

#endif
