/* clock.c: the interval timer, by which the processor's counter is measured and programs and guests
 * are interrupted.
 */
#include "internal.h"

#include <machine/Clock.h>
#include <machine/Console.h>

#define PIC_COMMAND  0x20u
#define PIC_DATA     0x21u
#define FIRST_VECTOR TRAP_CLOCK
#define TIMER_ONLY   0xfeu
#define NONE         0xffu

#define PIT_HERTZ     1193182u
#define PIT_COUNTER_0 0x40u
#define PIT_COUNTER_2 0x42u
#define PIT_COMMAND   0x43u
#define ONCE_0        0x30u /* counter 0, both bytes, mode 0 */
#define PERIODIC_0    0x34u /* mode 2 */
#define ONCE_2        0xb0u
#define GATE          0x61u /* of counter 2 */
#define GATE_OPEN     0x01u
#define GATE_SOUND    0x02u
#define GATE_OUTPUT   0x20u /* the counter is at its end */

#define MEASURED_MS   10u

static void pit_set(u32 command, u32 counter, u32 count)
{
	outb(PIT_COMMAND, command);
	outb(counter, count & 0xff);
	outb(counter, count >> 8);
}

/* To set up the interrupt controller also makes it forget what waits.  An interrupt is over for it
 * as it is taken: in the kernel none can be taken. */
static void pic_set(u32 mask)
{
	const u32 words[] = { FIRST_VECTOR, 1u << 2, 3, mask };

	outb(PIC_COMMAND, 0x11);
	for (u32 i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		outb(PIC_DATA, words[i]);
}

void machine_guest_timer(u32 microseconds)
{
	u32 count = PIT_HERTZ / 1000 * microseconds / 1000;

	pit_set(ONCE_0, PIT_COUNTER_0, count > 0xffff ? 0xffff : count);
	pic_set(microseconds ? TIMER_ONLY : NONE);
}

/* In a trace the ticks are calls. */
void clock_start(void)
{
	if (machine_stream())
		return;
	pit_set(PERIODIC_0, PIT_COUNTER_0, PIT_HERTZ / CLOCK_TICKS);
	pic_set(TIMER_ONLY);
}

static u32 measure(void)
{
	u32 gate = inb(GATE) & ~(GATE_OPEN | GATE_SOUND);
	u64 from;

	outb(GATE, gate);
	pit_set(ONCE_2, PIT_COUNTER_2, PIT_HERTZ / 1000 * MEASURED_MS);
	from = machine_ticks();
	outb(GATE, gate | GATE_OPEN);
	while (!(inb(GATE) & GATE_OUTPUT))
		;
	outb(GATE, gate);
	return (u32)(machine_ticks() - from) / MEASURED_MS;
}

/* It is not measured before somebody asks: that takes longer than to boot. */
u32 clock_khz(void)
{
	static u32 khz;

	if (machine_stream())
		return CLOCK_KHZ;
	if (khz == 0)
		khz = measure();
	return khz;
}

/* Before the first tick is started there is none that would end it. */
void console_wait(void)
{
	if (!machine_stream())
		__asm__ volatile("sti\n\thlt\n\tcli" : : : "memory");
}
