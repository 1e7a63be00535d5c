/* exit.c: how a run ends, and the clock. */
#include "internal.h"

#define PORT_QEMU_EXIT  0xf4u   /* -device isa-debug-exit,iobase=0xf4 */
#define PORT_BOCHS_EXIT 0x8900u
#define PORT_KEYBOARD   0x64u
#define KEYBOARD_RESET  0xfeu

_Noreturn void machine_exit(enum machine_status status)
{
	console_flush();
	report_end(status);
	outb(PORT_QEMU_EXIT, status);
	for (const char *c = "Shutdown"; *c; c++)
		outb(PORT_BOCHS_EXIT, (u8)*c);
	for (;;)
		__asm__ volatile("cli; hlt");
}

_Noreturn void machine_reboot(void)
{
	console_flush();
	report_end(MACHINE_REBOOT);
	outb(PORT_QEMU_EXIT, MACHINE_REBOOT);
	outb(PORT_KEYBOARD, KEYBOARD_RESET);
	for (;;)
		__asm__ volatile("cli; hlt");
}

u64 machine_ticks(void)
{
	u64 ticks;

	__asm__ volatile("rdtsc" : "=A"(ticks));
	return ticks;
}
