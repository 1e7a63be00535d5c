/* judge.h: verdicts, and how one comes from a boot. */
#ifndef JUDGE_H
#define JUDGE_H

#include "boot.h"
#include "oracle.h"

#define LEAD_MOST 8u

enum mark {
	MARK_NONE,         /* there is nothing of the kind here */
	MARK_PASS,
	MARK_FAIL,
	MARK_WAITING,      /* a layer below fails: nothing can be said */
	MARK_INCONCLUSIVE, /* the emulator made no progress in real time */
};
extern const char *const mark_name[];

struct trace_verdict {
	struct trace *trace;
	struct expected *expected; /* a call each */
	struct boot boot;
	bool ran;
	enum mark mark;

	/* Of a trace that fails: */
	unsigned call; /* the first call that differs, from 1 */
	char *wanted;  /* what the specification says */
	char *got;     /* what came back */
	char *console; /* the end of what the kernel printed, if that says why */
	unsigned lead[LEAD_MOST]; /* the calls that lead there, the failing one last */
	unsigned leads;
	bool unwritten; /* the call is an exercise that is not written yet */
};

/* An exercise that is not written yet: its function, where it stands, where to start. */
struct exercise {
	char *function, *where, *hint;
};

struct layer_verdict {
	const struct layer_spec *layer;
	bool graded;      /* it is to be graded in this run */
	bool absent;      /* not in the kernel: its module does not compile or breaks the rules */
	enum mark discipline, refinement, trace;
	char *compile;    /* the compiler's words, if the module does not compile */
	char *violations; /* the words of the discipline, one violation a line */
	char *refinement_says; /* the checker's words */
	bool refinement_unwritten; /* it came to an exercise that is not written yet */
	struct exercise *exercises;
	unsigned exercise_count;
	const char *waits_for; /* the layer that the traces wait for */
	struct trace_verdict *traces;
	unsigned trace_count, passed;
	double refinement_most, trace_most; /* points */
	double refinement_points, trace_points;
};

struct verdicts {
	struct layer_verdict *layer; /* as layer_specs */
	double points, most;
	double seconds;
	unsigned left_out; /* traces that want more memory than was asked for */
	unsigned not_taken; /* traces beyond those wanted of a layer */
	unsigned only_qemu; /* and traces that another emulator cannot run */
	const char *title; /* whose report it is */
	const char *note;  /* what else there is to say; 0: nothing */
	bool refused;      /* nothing was graded: the note says why */
	const char *emulator; /* that ran the traces, if it was another than QEMU */
	bool full; /* everything that was graded passes */
};

/* Compare what the probe reported with what the specifications say. */
void judge_trace(struct trace_verdict *v);

/* What the probe reported of call i (from 0), as a trace would show it; to be freed. */
char *came_back(const struct trace_verdict *v, unsigned i);

/* How the run ended, as the end of "the kernel ..."; what it printed about it. */
const char *ending_text(const struct boot *boot);

#endif
