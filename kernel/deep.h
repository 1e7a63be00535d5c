/* deep.h: the specification language.
 *
 * A deep specification X.h is written once and read four ways: by people; by the host compiler, as
 * executable checks (oracle, checker, lockstep); by Frama-C, as ACSL contracts; and by Doxygen.
 * This file is the difference between them: one set of words, two meanings.
 *
 * Words for formulas
 *   ALL(i, n, e)    e holds for every i in 0 .. n-1        SOME(i, n, e)  for some
 *   ALL_FROM(i, first, n, e)   e holds for each of the n numbers from first on
 *   IMPLIES(a, b)   IFF(a, b)
 *   OLD(e)          the value of e before the call          RESULT  what the call returned
 *   CLAUSE(e)       one conjunct of a POST; the checker drops each in turn to see that it is needed
 *   NAMED(name, e)  e; to provers the logic function `name`, which X.h defines as e: a fact about
 *                   `name` is found again where one about e may not be
 *   COMPUTED(e)     in X.spec.c the body of a function that does nothing but say what the formula e
 *                   is; to provers it has none, and its contract says just that
 * Words for the frame: what a call may change, everything else stays as it was
 *   NOTHING         VAR(lvalue)         joined by commas
 *   EACH(array, n)  PART(array, first, n): n elements, from the first one or from `first` on
 * Word for a module
 *   SPEC(step)      one step of the abstract machine beside the code: the proof's, no code at all
 *                   in a kernel
 *
 * For a layer X:
 *   struct X_state { ... };     its own abstract state, which formulas call X.field
 *   X_INVARIANT                 what holds between calls
 *   f_PRE(args)                 when f may be called; elsewhere f is undefined
 *   f_ASSIGNS(args)             the frame of f
 *   f_POST(args)                a conjunction of CLAUSEs that admits exactly one outcome
 *   STATE(X)                    in X.h, behind the struct, if a contract written there needs it
 *   at_X                        in contracts: all invariants that hold at layer X
 */
#ifndef DEEP_H
#define DEEP_H

#include <sizes.h>
#include <types.h>

#ifdef __FRAMAC__

#define ALL(i, n, e)  (\forall integer i; 0 <= i < (n) ==> (e))
#define ALL_FROM(i, first, n, e) (\forall integer i; (first) <= i < (first) + (n) ==> (e))
#define SOME(i, n, e) (\exists integer i; 0 <= i < (n) && (e))
#define IMPLIES(a, b) ((a) ==> (b))
#define IFF(a, b)     ((a) <==> (b))
#define OLD(e)        \old(e)
#define RESULT        \result
#define CLAUSE(e)     (e)
#define NAMED(name, e) name
#define COMPUTED(e)   ;
#define NOTHING       \empty
#define VAR(lvalue)   lvalue
#define EACH(array, n) array[0 .. (n) - 1]
#define PART(array, first, n) array[(first) .. (first) + (n) - 1]
#define SPEC(step)    step
#define STATE(X)      extern struct X##_state X;

#else

#define ALL(i, n, e) ALL_FROM(i, 0, n, e)
#define ALL_FROM(i, first, n, e) \
	({ \
		int all_ = 1; \
		for (u32 i = (first); all_ && i < (first) + (n); i++) \
			all_ = (e); \
		all_; \
	})
#define SOME(i, n, e) (!ALL(i, n, !(e)))
#define IMPLIES(a, b) (!(a) || (b))
#define IFF(a, b)     (!(a) == !(b))
#define OLD(e) \
	({ \
		struct world *now_ = abs_; \
		abs_ = abs_old_; \
		__auto_type old_ = (e); \
		abs_ = now_; \
		old_; \
	})
#define CLAUSE(e)      (clause_dropped() || (e))
#define NAMED(name, e) (e)
#define COMPUTED(e)    { return (e); }
#define NOTHING        {0, 0, 0}
#define VAR(lvalue)    {(char *)&(lvalue) - (char *)abs_, sizeof(lvalue), sizeof(lvalue)}
#define EACH(array, n) PART(array, 0, n)
#define PART(array, first, n) \
	{(char *)((array) + (first)) - (char *)abs_, (n) * sizeof((array)[0]), sizeof((array)[0])}

#define STATE(X)

/* True for the one clause of a POST that the deepness check leaves out (check.c). */
int clause_dropped(void);

#endif
#endif
