/* selftest.c: ways to end badly, on request: the tests of panic, watchdog and grader use them. */
#include "internal.h"

#include <sizes.h>

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

static void jump_to(u32 address)
{
	void (*volatile nowhere)(void) = (void (*)(void))address;

	nowhere();
}

static void test_jump(void)
{
	jump_to(NFRAMES * PAGE_SIZE);
}

/* To where a PC has the memory of its devices. */
static void test_device(void)
{
	jump_to(0xfe000000);
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

/* The debug kernel looks. */
static void test_undefined(void)
{
	volatile u32 bits = 32;

	console_print("%u\n", 1u << bits);
}

/* A frame so large that its end lies beyond the hole, in the stack below; to be started as a
 * thread, as there is none below the first. */
static void test_frame(void)
{
	volatile u8 large[STACK_SLOT_SIZE];

	large[STACK_SIZE / 2] = 1;
	(void)large[STACK_SIZE / 2];
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

static void answer(struct trapframe *frame)
{
	frame->eax += frame->trapno;
}

#define TRAP_OF_KERNEL 49u

/* A trap that a handler serves: the interrupted code goes on with what the handler left.  Any will
 * do but the system call's, which stubs.S takes for ring 3's. */
static void test_trap(void)
{
	u32 eax = 1000;
	u32 others[] = { 1, 2, 3, 4 };

	machine_on_trap(answer);
	__asm__ volatile("int %5"
			 : "+a"(eax), "+b"(others[0]), "+c"(others[1]), "+d"(others[2]),
			   "+S"(others[3])
			 : "i"(TRAP_OF_KERNEL)
			 : "memory");
	machine_on_trap(0);
	if (eax != 1000 + TRAP_OF_KERNEL || others[0] != 1 || others[1] != 2 ||
	    others[2] != 3 || others[3] != 4)
		panic("registers after a trap: eax %u, others %u %u %u %u", eax, others[0],
		      others[1], others[2], others[3]);
	console_print("back from trap %u with all registers\n", TRAP_OF_KERNEL);
}

/* The handler must not see this one: the fault would come again and again. */
static void test_hole(void)
{
	u32 slot = (u32)__builtin_frame_address(0) / STACK_SLOT_SIZE;

	machine_on_trap(answer);
	*(volatile u32 *)(slot * STACK_SLOT_SIZE) = 1;
}

const struct selftest selftests[] = {
	{ "panic", "a panic", test_panic },
	{ "divide", "a division by zero", test_divide },
	{ "page", "a store to an address that is not mapped", test_page },
	{ "jump", "a call to an address that is not mapped", test_jump },
	{ "device", "a call to where devices have their memory", test_device },
	{ "overflow", "a recursion without end", test_overflow },
	{ "frame", "a frame larger than the hole below a stack", test_frame },
	{ "hole", "a store below the stack, while there is a handler of traps", test_hole },
	{ "hang", "a loop without end", test_hang },
	{ "trap", "a trap that returns; no damage", test_trap },
	{ "undefined", "a shift by 32 bits", test_undefined },
	{ "triple", "a triple fault", test_triple },
};
const u32 selftest_count = sizeof(selftests) / sizeof(selftests[0]);
