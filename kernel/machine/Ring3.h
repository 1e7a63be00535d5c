/** @file
 * Ring3: the ground: where a trap from ring 3 goes.
 *
 * The processor takes a trap from ring 3 on a stack that was set before.  The code of
 * kernel/machine completes there what the processor pushes to a whole user context, and goes on at
 * an address that was set before as well.
 */
#ifndef RING3_H
#define RING3_H
#include <deep.h>

struct Ring3_state {
	vaddr_t top;  /**< the end of the memory for the context */
	code_t entry; /**< where control goes on */
};

/** Nothing is set yet. */
#define Ring3_START (1)

/** From now on a trap from ring 3 stores the user context below top, in the order of the UCTX_
 * words of sizes.h, and goes on at entry.  There ESP is the address of the context, EAX the address
 * of a page fault (CR2), and the data segments are the kernel's; interrupts are off. */
void ring3_trap_to(vaddr_t top, code_t entry);
#define ring3_trap_to_PRE(top, entry)     (1)
#define ring3_trap_to_ASSIGNS(top, entry) VAR(Ring3.top), VAR(Ring3.entry)
#define ring3_trap_to_POST(top, entry) \
	(CLAUSE(Ring3.top == (top)) && CLAUSE(Ring3.entry == (entry)))

#endif
