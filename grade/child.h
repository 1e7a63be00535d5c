/* child.h: another program, run with its output taken down. */
#ifndef CHILD_H
#define CHILD_H

#include "util.h"

#include <sys/types.h>

struct child {
	pid_t pid;              /* 0: does not run */
	int output, errors;     /* pipes, -1 when closed */
	struct text text;       /* standard output */
	struct text complaints; /* standard error */
	size_t most;            /* bytes of each that are kept */
	bool flooded;           /* wrote more than that, and was killed */
	int status;             /* as waitpid gives it, once it ended */
};

/* Start argv[0]; its standard input is empty.  Where it cannot be run, it ends with status 127 and
 * a line on its standard error; after `seconds` of the processor's time, 0 for any, by SIGXCPU. */
void child_start(struct child *c, char *const argv[], size_t most, unsigned seconds);
/* Take what can be read without waiting.  False once it ended, which sets status. */
bool child_read(struct child *c);
void child_kill(struct child *c);
/* Kill all that run; safe in a signal handler. */
void children_kill(void);

/* The first line of a text that is not empty, and the last one; to be freed. */
char *first_line(const struct text *t);
char *last_line(const struct text *t);

#endif
