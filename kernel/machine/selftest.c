/* selftest.c: ways to end badly, on request: the tests of panic, watchdog and grader use them. */
#include "internal.h"

#include <limits.h>

static void test_panic(void)
{
	panic("selftest of panic: %d %u 0x%08x %s", -1, 1u, 0xbeefu, "text");
}

static void test_divide(void)
{
	volatile u32 zero = 0;

	console_print("%u\n", 100 / zero);
}

static void test_page(void)
{
	*(volatile u32 *)(NFRAMES * PAGE_SIZE) = 1;
}

static void test_jump(void)
{
	void (*volatile nowhere)(void) = (void (*)(void))(NFRAMES * PAGE_SIZE);

	nowhere();
}

/* The volatile variable keeps every call's frame. */
static u32 descend(u32 depth)
{
	volatile u32 here = depth;

	return here == 0 ? 0 : descend(depth - 1) + here;
}

/* Deeper than any stack: a call takes 8 bytes at least. */
static void test_overflow(void)
{
	console_print("%u\n", descend(STACK_SIZE));
}

static void test_hang(void)
{
	machine_watchdog_pat();
	for (;;)
		__asm__ volatile("");
}

/* With no interrupt table, the exception has no handler, nor has the double fault. */
static void test_triple(void)
{
	static const u8 no_table[6];

	__asm__ volatile("lidt %0; ud2" : : "m"(no_table));
}

const struct selftest selftests[] = {
	{ "panic", "a panic", test_panic },
	{ "divide", "a division by zero", test_divide },
	{ "page", "a store to an address that is not mapped", test_page },
	{ "jump", "a call to an address that is not mapped", test_jump },
	{ "overflow", "a recursion without end", test_overflow },
	{ "hang", "a loop without end", test_hang },
	{ "triple", "a triple fault", test_triple },
};
const u32 selftest_count = sizeof(selftests) / sizeof(selftests[0]);
