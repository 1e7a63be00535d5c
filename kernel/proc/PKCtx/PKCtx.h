/** @file
 * PKCtx: kernel contexts, the first thing on the way to threads.
 *
 * A context is what a thread of control needs to go on: the callee-saved registers, the stack
 * pointer and the address to continue at.  One context runs; its registers are the processor's.
 * The others are saved, or not yet ready to run.
 */
#ifndef PKCTX_H
#define PKCTX_H
#include <Machine.h>

struct PKCtx_state {
	ctx_t running;
	struct registers saved[NCTX]; /**< of a context that does not run */
	u8 has_sp[NCTX];              /**< 1 if its stack pointer is set or saved */
	u8 has_ra[NCTX];              /**< 1 if the address to continue at is set or saved */
	u8 suspended[NCTX];           /**< 1 if it waits inside kctx_switch */
};

#define PKCtx_INVARIANT \
	(PKCtx.running < NCTX && PKCtx.suspended[PKCtx.running] == 0 && \
	 PKCtx.has_sp[PKCtx.running] == 0 && PKCtx.has_ra[PKCtx.running] == 0 && \
	 ALL(n, NCTX, PKCtx.has_sp[n] <= 1 && PKCtx.has_ra[n] <= 1 && PKCtx.suspended[n] <= 1 && \
	     IMPLIES(PKCtx.suspended[n] == 1, PKCtx.has_sp[n] == 1 && PKCtx.has_ra[n] == 1)))

/** A stack pointer in the stack slot of context n, aligned to a word. */
#define IN_STACK(n, sp) \
	((sp) % 4 == 0 && STACK_TOP(n) - STACK_SIZE < (sp) && (sp) < STACK_TOP(n))

/** Set the stack pointer with which context n, which does not run, starts; its other registers are
 * zero.  A context that was suspended is forgotten: it needs a new address to start at as well. */
void set_sp(ctx_t n, vaddr_t sp);
#define set_sp_PRE(n, sp) ((n) < NCTX && (n) != PKCtx.running && IN_STACK(n, sp))
#define set_sp_ASSIGNS(n, sp) \
	VAR(PKCtx.saved[n]), VAR(PKCtx.has_sp[n]), VAR(PKCtx.has_ra[n]), VAR(PKCtx.suspended[n])
#define set_sp_POST(n, sp) \
	(CLAUSE(PKCtx.saved[n].esp == (sp)) && CLAUSE(PKCtx.has_sp[n] == 1) && \
	 CLAUSE(PKCtx.saved[n].ebx == 0 && PKCtx.saved[n].esi == 0) && \
	 CLAUSE(PKCtx.saved[n].edi == 0 && PKCtx.saved[n].ebp == 0) && \
	 CLAUSE(PKCtx.saved[n].eip == OLD(PKCtx.saved[n].eip)) && \
	 CLAUSE(PKCtx.has_ra[n] == (OLD(PKCtx.suspended[n]) == 1 ? 0 : OLD(PKCtx.has_ra[n]))) && \
	 CLAUSE(PKCtx.suspended[n] == 0))

/** Set the address at which context n, which does not run, starts.  A context that was suspended is
 * forgotten: it needs a new stack pointer as well. */
void set_ra(ctx_t n, code_t ra);
#define set_ra_PRE(n, ra) ((n) < NCTX && (n) != PKCtx.running)
#define set_ra_ASSIGNS(n, ra) \
	VAR(PKCtx.saved[n].eip), VAR(PKCtx.has_sp[n]), VAR(PKCtx.has_ra[n]), \
	VAR(PKCtx.suspended[n])
#define set_ra_POST(n, ra) \
	(CLAUSE(PKCtx.saved[n].eip == (ra)) && CLAUSE(PKCtx.has_ra[n] == 1) && \
	 CLAUSE(PKCtx.has_sp[n] == (OLD(PKCtx.suspended[n]) == 1 ? 0 : OLD(PKCtx.has_sp[n]))) && \
	 CLAUSE(PKCtx.suspended[n] == 0))

/** Suspend context from, which runs, and continue context to.
 *
 * At the level of registers: EBX, ESI, EDI, EBP, ESP after the return and the return address go to
 * the context from and come out of the context to.  EAX, ECX and EDX are lost; the direction flag
 * is clear and the interrupt flag as it was.  For the caller the call returns when somebody
 * switches back to from. */
void kctx_switch(ctx_t from, ctx_t to);
#define kctx_switch_PRE(from, to) \
	((from) == PKCtx.running && (to) < NCTX && (to) != (from) && PKCtx.has_sp[to] == 1 && \
	 PKCtx.has_ra[to] == 1)
#define kctx_switch_ASSIGNS(from, to) \
	VAR(PKCtx.running), VAR(PKCtx.saved[from]), VAR(PKCtx.has_sp[from]), \
	VAR(PKCtx.has_ra[from]), VAR(PKCtx.suspended[from]), VAR(PKCtx.has_sp[to]), \
	VAR(PKCtx.has_ra[to]), VAR(PKCtx.suspended[to]), VAR(Machine.cpu)
#define SAME_REGISTERS(a, b) \
	((a).ebx == (b).ebx && (a).esi == (b).esi && (a).edi == (b).edi && (a).ebp == (b).ebp && \
	 (a).esp == (b).esp && (a).eip == (b).eip)
#define kctx_switch_POST(from, to) SWITCHED_IF(1, from, to)
/** If s, context from is suspended and context to goes on; else all is as it was.
 *
 * For a layer above, whose primitives switch on their way, the registers are those of its own
 * caller: what a module does with registers between a call and the switch it undoes before the call
 * returns, as C does. */
#define SWITCHED_IF(s, from, to) \
	(CLAUSE(PKCtx.running == ((s) ? (to) : OLD(PKCtx.running))) && \
	 CLAUSE(SAME_REGISTERS(PKCtx.saved[from], \
	                       (s) ? OLD(Machine.cpu) : OLD(PKCtx.saved[from]))) && \
	 CLAUSE(SAME_REGISTERS(Machine.cpu, (s) ? OLD(PKCtx.saved[to]) : OLD(Machine.cpu))) && \
	 CLAUSE(PKCtx.has_sp[from] == ((s) ? 1 : OLD(PKCtx.has_sp[from]))) && \
	 CLAUSE(PKCtx.has_ra[from] == ((s) ? 1 : OLD(PKCtx.has_ra[from]))) && \
	 CLAUSE(PKCtx.suspended[from] == ((s) ? 1 : OLD(PKCtx.suspended[from]))) && \
	 CLAUSE(PKCtx.has_sp[to] == ((s) ? 0 : OLD(PKCtx.has_sp[to]))) && \
	 CLAUSE(PKCtx.has_ra[to] == ((s) ? 0 : OLD(PKCtx.has_ra[to]))) && \
	 CLAUSE(PKCtx.suspended[to] == ((s) ? 0 : OLD(PKCtx.suspended[to]))))

#endif
