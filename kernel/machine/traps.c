/* traps.c: where every trap arrives. */
#include "internal.h"

static trap_handler registered;

void machine_on_trap(trap_handler handler)
{
	registered = handler;
}

/* The NMI is the watchdog's: the code it interrupts has hung, whoever handles the other traps. */
void trap(struct trapframe *frame)
{
	if (frame->trapno == TRAP_NMI)
		hang_panic(frame);
	if (!registered)
		trap_panic(frame);
	registered(frame);
}
