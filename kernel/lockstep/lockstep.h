/* lockstep.h: the abstract machine, stepped beside the real one (make LOCKSTEP=1 ...).
 *
 * Every call of a primitive, whoever makes it, goes through a wrapper (generated; ld --wrap): the
 * precondition is checked, the executable specification takes the same step, and results and the
 * state of the layers below are compared.  The first divergence stops the kernel, in GDB at
 * lockstep_diverged.
 */
#ifndef LOCKSTEP_H
#define LOCKSTEP_H

#include "grade/spec.h"

/* Is this word of memory among those that the abstract machine has? */
bool lockstep_follows(paddr_t a);

/* Around a call: before it, and with its result. */
void lockstep_before(u32 primitive, const u32 *argument);
void lockstep_after(u32 primitive, const u32 *argument, u32 result);

/* What PUSHAL left of the registers, and above it the return address and the arguments. */
struct pushed {
	u32 edi, esi, ebp, esp, ebx, edx, ecx, eax;
	u32 return_address;
	u32 argument[MAX_ARGUMENTS];
};

/* Around a call that switches to another stack; it returns when control comes back to this one. */
void lockstep_switch(u32 primitive, const struct pushed *registers);
void lockstep_arrive(u32 primitive, const struct pushed *registers);

/* Around a call that may switch, by calling others.  If it does, it is compared as the switch is
 * made: that is the state after it, as its specification sees it.  When it returns then, others
 * have run, and only the registers are left to be compared. */
void lockstep_enter(u32 primitive, const struct pushed *registers);
void lockstep_return(u32 primitive, const struct pushed *registers);

#endif
