/** @file
 * PCID: which thread runs.
 *
 * Here it is only a number that is kept; PSched keeps it in step with the context that runs.
 */
#ifndef PCID_H
#define PCID_H
#include <deep.h>

struct PCID_state {
	thread_t current;
};

#define PCID_INVARIANT (PCID.current < NTHREADS)

/** The thread that runs. */
thread_t get_curid(void);
#define get_curid_PRE()     (1)
#define get_curid_ASSIGNS() NOTHING
#define get_curid_POST()    (CLAUSE(RESULT == PCID.current))

/** Let t be the thread that runs. */
void set_curid(thread_t t);
#define set_curid_PRE(t)     ((t) < NTHREADS)
#define set_curid_ASSIGNS(t) VAR(PCID.current)
#define set_curid_POST(t)    (CLAUSE(PCID.current == (t)))

#endif
