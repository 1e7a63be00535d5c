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

/* Around a call that moves control to another stack: what PUSHAL left of the registers, and above
 * it the return address and the arguments. */
struct pushed {
	u32 edi, esi, ebp, esp, ebx, edx, ecx, eax;
	u32 return_address;
	u32 argument[MAX_ARGUMENTS];
};

void lockstep_leave(u32 primitive, const struct pushed *registers);
void lockstep_return(u32 primitive, const struct pushed *registers);

#endif
