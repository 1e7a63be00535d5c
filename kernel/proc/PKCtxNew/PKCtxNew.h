/** @file
 * PKCtxNew: contexts that are made as a whole.
 *
 * A new context has a page map and a stack of the same number, and starts at an address with
 * nothing in its registers.  From here on nobody sets one register of a context alone.
 */
#ifndef PKCTXNEW_H
#define PKCTXNEW_H
#include <MPTNew.h>
#include <PKCtx.h>

#define PKCtxNew_INVARIANT \
	(IMPLIES(MBoot.ready == 0, PKCtx.running == 0) && \
	 IMPLIES(MBoot.ready == 1, MPTBit.used[PKCtx.running] == 1))

/** The map of the context that runs is not to be destroyed: it is how we know that it lives. */
#define PKCtxNew_pt_free_PRE(n) ((n) != PKCtx.running)
/** Only a context whose map was not destroyed is to be continued. */
#define PKCtxNew_kctx_switch_PRE(from, to) (MBoot.ready == 1 && MPTBit.used[to] == 1)

/** The stack pointer that a new context starts with: below the top is one word of zero, the
 * address that its first function would return to. */
#define FIRST_SP(n) (STACK_TOP(n) - 4u)
/** Context n starts at entry, on an empty stack, with nothing in its registers. */
#define IS_FRESH(n, entry) \
	(PKCtx.saved[n].ebx == 0 && PKCtx.saved[n].esi == 0 && PKCtx.saved[n].edi == 0 && \
	 PKCtx.saved[n].ebp == 0 && PKCtx.saved[n].esp == FIRST_SP(n) && \
	 PKCtx.saved[n].eip == (entry))

/** Make a page map without pages and a context that starts at entry, both of the least number not
 * in use.  Returns that number; NMAPS if all are in use. */
ctx_t kctx_new(code_t entry);
#define kctx_new_PRE(entry) pt_new_PRE()
#define kctx_new_ASSIGNS(entry) \
	pt_new_ASSIGNS(), EACH(PKCtx.saved, NCTX), EACH(PKCtx.has_sp, NCTX), \
	EACH(PKCtx.has_ra, NCTX), EACH(PKCtx.suspended, NCTX)
#define kctx_new_POST(entry) (CONTEXT_MADE(entry) && NO_LESS_UNUSED())
/** Map and context RESULT are made; if that is NMAPS, all is as it was. */
#define CONTEXT_MADE(entry) \
	(MAP_MADE() && \
	 CLAUSE(ALL(n, NCTX, n == RESULT \
	            ? IS_FRESH(n, entry) \
	            : SAME_REGISTERS(PKCtx.saved[n], OLD(PKCtx.saved[n])))) && \
	 CLAUSE(ALL(n, NCTX, PKCtx.has_sp[n] == (n == RESULT ? 1 : OLD(PKCtx.has_sp[n])))) && \
	 CLAUSE(ALL(n, NCTX, PKCtx.has_ra[n] == (n == RESULT ? 1 : OLD(PKCtx.has_ra[n])))) && \
	 CLAUSE(ALL(n, NCTX, PKCtx.suspended[n] == (n == RESULT ? 0 : OLD(PKCtx.suspended[n])))))

#endif
