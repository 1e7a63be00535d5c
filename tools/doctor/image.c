/* image.c: what `make doctor` boots: the kernel's machine with no layer on it.
 *
 * Boot module 0 is a page that says what to do.  The answer goes into the same page, which the
 * machine moved to the end of memory: there the host finds it.
 */
#include "internal.h"

#define DIGITS       8u
#define LOOPS        100000u
#define SERIAL_STATE 0x3fdu

struct question {
	char number[DIGITS]; /* a new one in every run */
	char wish;           /* w: work; p: panic; h: hang; t: triple fault */
	char unused[23];
	char answer[32];     /* "answer NUMBER TICKS\n" */
};

/* Work whose instructions can be counted: some of it in a device. */
static u32 ticks_of_work(void)
{
	u64 start = machine_ticks();

	for (volatile u32 i = 0; i < LOOPS; i++)
		if (i % 1000 == 0)
			inb(SERIAL_STATE);
	return (u32)(machine_ticks() - start);
}

static void answer(struct question *q)
{
	u32 ticks = ticks_of_work();
	char *to = q->answer;

	memcpy(to, "answer ", 7);
	memcpy(to + 7, q->number, DIGITS);
	to[7 + DIGITS] = ' ';
	for (u32 i = 0; i < 8; i++)
		to[8 + DIGITS + i] = "0123456789abcdef"[ticks >> (28 - 4 * i) & 15];
	to[16 + DIGITS] = '\n';
}

static _Noreturn void triple_fault(void)
{
	static const u8 no_table[6];

	__asm__ volatile("lidt %0; ud2" : : "m"(no_table));
	__builtin_unreachable();
}

_Noreturn void kernel_main(u32 magic, const struct multiboot_info *info)
{
	void *module;
	u32 size;
	struct question *q;

	console_init();
	descriptors_init();
	watchdog_init();
	memory_init(magic, info);
	if (!machine_module(0, &module, &size) || size < sizeof(*q))
		panic("no question: boot module 0 is missing");
	q = module;
	machine_watchdog_pat();
	if (q->wish == 'w')
		answer(q);
	else if (q->wish == 'p')
		panic("as was asked");
	else if (q->wish == 't')
		triple_fault();
	else
		for (;;)
			__asm__ volatile("");
	machine_exit(MACHINE_DONE);
}
