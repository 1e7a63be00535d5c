/* exit.c: how a run ends, the watchdog that ends one, and the clock. */
#include "internal.h"

#define PORT_QEMU_EXIT  0xf4u   /* -device isa-debug-exit,iobase=0xf4 */
#define PORT_BOCHS_EXIT 0x8900u
#define PORT_KEYBOARD   0x64u
#define KEYBOARD_RESET  0xfeu

#define PORT_WATCHDOG_STOP  0x441u /* -device ib700 */
#define PORT_WATCHDOG_START 0x443u
#define WATCHDOG_2_SECONDS  14u

#define CPUID_APIC     0x200u
#define APIC           0xfee00000u
#define APIC_SPURIOUS  0xf0u
#define APIC_PIN0      0x350u
#define APIC_PIN1      0x360u
#define APIC_ENABLED   0x100u
#define APIC_EXTERNAL  0x700u
#define APIC_NMI       0x400u

_Noreturn void machine_exit(enum machine_status status)
{
	console_flush();
	outb(PORT_QEMU_EXIT, status);
	for (const char *c = "Shutdown"; *c; c++)
		outb(PORT_BOCHS_EXIT, (u8)*c);
	for (;;)
		__asm__ volatile("cli; hlt");
}

_Noreturn void machine_reboot(void)
{
	console_flush();
	outb(PORT_QEMU_EXIT, MACHINE_REBOOT);
	outb(PORT_KEYBOARD, KEYBOARD_RESET);
	for (;;)
		__asm__ volatile("cli; hlt");
}

static void apic_store(u32 offset, u32 value)
{
	*(volatile u32 *)(APIC + offset) = value;
}

/* The watchdog speaks through the local APIC's second pin, which is masked until somebody opens it.
 * Some firmware does, some does not. */
void watchdog_init(void)
{
	u32 eax = 1;
	u32 edx;

	__asm__ volatile("cpuid" : "+a"(eax), "=d"(edx) : : "ebx", "ecx");
	if (!(edx & CPUID_APIC))
		return;
	apic_store(APIC_SPURIOUS, APIC_ENABLED | 0xff);
	apic_store(APIC_PIN0, APIC_EXTERNAL); /* the interrupt controller, as without an APIC */
	apic_store(APIC_PIN1, APIC_NMI);
}

void machine_watchdog_pat(void)
{
	outb(PORT_WATCHDOG_START, WATCHDOG_2_SECONDS);
}

void machine_watchdog_stop(void)
{
	outb(PORT_WATCHDOG_STOP, 0);
}

u64 machine_ticks(void)
{
	u64 ticks;

	__asm__ volatile("rdtsc" : "=A"(ticks));
	return ticks;
}
