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

/* Bochs has no such device, but a timer of the HPET, and an I/O APIC that makes its interrupt an
 * NMI.  Its time is that of bochsrc, 20 ns an instruction, and HPET counts 10 ns, so the limit is
 * half a billion instructions as with QEMU. */
#define IO_APIC        0xfec00000u
#define IO_APIC_SELECT 0x00u
#define IO_APIC_WINDOW 0x10u
#define IO_APIC_PIN(n) (0x10u + 2 * (n))
#define PIN            20u /* no other device's */
#define HPET           0xfed00000u
#define HPET_ENABLE    0x10u
#define HPET_COUNTER   0xf0u
#define HPET_SETTINGS  0x100u /* of its first timer */
#define HPET_UNTIL     0x108u
#define HPET_INTERRUPT (PIN << 9 | 0x4u)
#define HPET_LIMIT     1000000000u

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

static void hpet_stop(void)
{
	device_store(HPET, HPET_ENABLE, 0);
}

/* From 0 again, so that no number is ever too large. */
static void hpet_start(void)
{
	hpet_stop();
	device_store(IO_APIC, IO_APIC_SELECT, IO_APIC_PIN(PIN));
	device_store(IO_APIC, IO_APIC_WINDOW, APIC_NMI);
	device_store(HPET, HPET_COUNTER, 0);
	device_store(HPET, HPET_COUNTER + 4, 0);
	device_store(HPET, HPET_SETTINGS, HPET_INTERRUPT);
	device_store(HPET, HPET_UNTIL, HPET_LIMIT);
	device_store(HPET, HPET_UNTIL + 4, 0);
	device_store(HPET, HPET_ENABLE, 1);
}

/* Only Bochs has results reported. */
void machine_watchdog_pat(void)
{
	outb(PORT_START, TWO_SECONDS);
	if (report_wanted())
		hpet_start();
}

void machine_watchdog_stop(void)
{
	outb(PORT_STOP, 0);
	if (report_wanted())
		hpet_stop();
}
