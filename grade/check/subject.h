/* subject.h: the module under test, in a process of its own.
 *
 * The module may crash, exit, loop or scribble: the judge believes nothing but the log of what it
 * called, replays that over its own copy of the underlay's specification, and holds every expected
 * value itself.
 */
#ifndef SUBJECT_H
#define SUBJECT_H

#include "scope.h"

enum {
	LOG_CALLS = 1024, /* calls of the underlay in one call of the module; more is a loop */
	DATA_LIMIT = 4096,
	WORLD_LIMIT = 4096,
	QUESTIONS = 32, /* put to the module in one go */
};

enum outcome {
	NOT_RUN,
	RETURNED,
	BROKE_PRECONDITION, /* the last logged call was outside the underlay's precondition */
	TOO_MANY_CALLS,
	NOT_WRITTEN, /* it came to an EXERCISE */
};

struct logged {
	u32 primitive;
	u32 argument[MAX_ARGUMENTS];
	u32 result;
};

struct answer {
	u32 outcome;
	u32 result;
	u32 logged;
	const struct logged *log;
	const unsigned char *data; /* the module's own memory after the call */
};

/* How a process ended that did not answer. */
enum ending { ALIVE, SIGNALLED, EXITED, SILENT };

struct subject {
	struct shared *shared;
	int pid;
	int to, from;
	enum ending ending;
	int detail;    /* signal number or exit status */
	unsigned asked;          /* questions that are to be put */
	unsigned end[QUESTIONS]; /* of each, where its calls end among those of all */
};

/* What the build knows of the module: LAYER/wrapper.c is generated around it. */
extern const char subject_layer[];
u32 subject_call(unsigned primitive, const u32 *argument);
bool subject_relation(void);
_Noreturn void relation_not_written(void);
/* The file in which the build says why the relation of a layer without code cannot be judged; "" if
 * it can. */
extern const char subject_relation_says[];
u32 underlay_call(unsigned primitive, const u32 *argument);
_Noreturn void not_written(void);

/* Does the module's relation hold in a world, where the state of the layer itself is the abstract
 * one and all else is below?  It may do something undefined in C there. */
enum relation {
	RELATION_FAILS = 1,
	RELATION_HOLDS,
	RELATION_UNDEFINED,
	RELATION_NOT_WRITTEN, /* it came to an EXERCISE */
};
enum relation subject_relation_in(void *world);

/* Start the process.  Its memory as it is at the start goes to data. */
void subject_start(struct subject *subject);
void subject_stop(struct subject *subject);
size_t subject_data_size(void);
void subject_initial_data(void *data);

/* A question is a state and calls to make, each from that state.  Many are put to the module in one
 * go: it would take more time to change processes than to make the calls.  A state is the layer's
 * world (for the relation only), the underlay's, and the module's memory, in a row.
 *
 * Ask one more; of the first one subject_ask_first forgets those before. */
void subject_ask_first(struct subject *subject, const void *state, const struct call *call,
                       unsigned count);
/* False: there is no room for so many calls, or no room at all; nothing was asked. */
bool subject_ask(struct subject *subject, const void *state, const struct call *call,
                 unsigned count);
/* From where this step leads in the question before: it is one of its calls, or one that passes
 * through.  The process works out where that is, but for the layer's world, hi, which is known. */
bool subject_ask_on(struct subject *subject, const struct call *step, const void *hi,
                    const struct call *call, unsigned count);

/* Put them.  Returns how many are answered in full; fewer than were asked if the process ended
 * (subject->ending says how; it is to be started again). */
unsigned subject_run(struct subject *subject);
/* What is answered of question q: how many calls; the i-th; is it really from that state? */
unsigned subject_answers(const struct subject *subject, unsigned q);
struct answer subject_answer(const struct subject *subject, unsigned q, unsigned i);
bool subject_was_in(const struct subject *subject, unsigned q, const void *state);
bool subject_related(const struct subject *subject, unsigned q);
/* Where the module did what ended its process, as FILE:LINE; NULL if that is not known. */
const char *subject_place(const struct subject *subject);

#endif
