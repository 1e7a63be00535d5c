/* oracle.h: what the specifications say about a trace. */
#ifndef ORACLE_H
#define ORACLE_H

#include "probe/stream.h"
#include "spec.h"
#include "trace.h"

#define NO_SEGMENTS 0xFFFFFFFFu

/* What the probe has to report of one call; the fields are those of struct stream_result. */
struct expected {
	u32 value; /* meaningful if the primitive returns one and control came back to its caller */
	u32 landing;
	u32 slot;
	u32 registers[SENTINELS];
	u32 esp;
	u32 scratch[3];     /* EAX, ECX and EDX, of which the first `known` count */
	u32 known;
	enum mode mode;     /* whose control it is then */
	u32 eflags;
	u32 segments;       /* FS, and GS in the high half; NO_SEGMENTS: they may be anything */
};

/* Step the specifications through the trace and return what each call has to do.  The nonce gives
 * the sentinels.  A call outside its precondition, one that sends control where no probe can
 * follow, or a result in the trace that is not the specification's ends the program with a message.
 * Every call's result is filled in. */
struct expected *oracle_run(struct trace *trace, u32 nonce);

/* The same call by call, where the trace is still being made: at most so many calls, each in its
 * place in the trace. */
struct oracle *oracle_open(struct trace *trace, u32 nonce, unsigned most);
void oracle_step(struct oracle *o, struct trace_call *call, struct expected *e);
void oracle_close(struct oracle *o);

/* Where control landed, one of LANDING_ENTRY and so on, as a trace shows it. */
struct value landing_value(u32 landing);

/* Does the call's result count?  Only if it returns one, to its caller. */
bool oracle_has_value(const struct trace_call *call, const struct expected *e);

#endif
