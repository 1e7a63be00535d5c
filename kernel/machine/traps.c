/* traps.c: where every trap arrives. */
#include "internal.h"

#include <machine/Clock.h>
#include <machine/Ring3.h>

static trap_handler registered;

/* Where stubs.S goes on with a trap from ring 3. */
u32 ring3_entry;

/* Assembly calls it, and must not rely on registers that a function of C may use.  EAX and EDX are
 * what its own code needs; ECX is changed for that alone. */
void ring3_trap_to(vaddr_t top, code_t entry)
{
	kernel_task.esp0 = top;
	ring3_entry = entry;
	__asm__ volatile("notl %%ecx" : : : "eax", "ecx", "edx", "cc");
}

void machine_on_trap(trap_handler handler)
{
	registered = handler;
}

/* The NMI is the watchdog's: the code it interrupts has hung, whoever handles the other traps.  And
 * no handler of page faults can mend a stack that is full. */
void trap(struct trapframe *frame)
{
	if (frame->trapno == TRAP_NMI)
		hang_panic(frame);
	if (frame->trapno == TRAP_CLOCK && !registered)
		return; /* it has ended what console_wait waits for */
	if (!registered || is_stack_overflow(frame))
		trap_panic(frame);
	registered(frame);
}
