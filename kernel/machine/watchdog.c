/* watchdog.c: what ends a run that hangs: a device that waits, and an NMI if it waits too long. */
#include "internal.h"

/* QEMU's ib700, with -device ib700 -action watchdog=inject-nmi. */
#define PORT_STOP  0x441u
#define PORT_START 0x443u
#define TWO_SECONDS 14u

/* The NMI comes through the local APIC's second pin, which is masked until somebody opens it.  Some
 * firmware does, some does not. */
#define CPUID_APIC     0x200u
#define APIC           0xfee00000u
#define APIC_SPURIOUS  0xf0u
#define APIC_PIN0      0x350u
#define APIC_PIN1      0x360u
#define APIC_ENABLED   0x100u
#define APIC_EXTERNAL  0x700u
#define APIC_NMI       0x400u

static void device_store(u32 device, u32 offset, u32 value)
{
	*(volatile u32 *)(device + offset) = value;
}

void watchdog_init(void)
{
	u32 eax = 1;
	u32 edx;

	__asm__ volatile("cpuid" : "+a"(eax), "=d"(edx) : : "ebx", "ecx");
	if (!(edx & CPUID_APIC))
		return;
	device_store(APIC, APIC_SPURIOUS, APIC_ENABLED | 0xff);
	device_store(APIC, APIC_PIN0, APIC_EXTERNAL); /* the interrupt controller, as ever */
	device_store(APIC, APIC_PIN1, APIC_NMI);
}

void machine_watchdog_pat(void)
{
	outb(PORT_START, TWO_SECONDS);
}

void machine_watchdog_stop(void)
{
	outb(PORT_STOP, 0);
}
