/* MAT.c: the right page allocator, but palloc first does what ENDING names.
 *
 * None of this gets through the layer discipline: the tests link the object by hand, so as to see
 * what the driver says when the worst happens all the same.
 */
#define palloc right_palloc
#include "../../../kernel/mm/MAT/MAT.c"
#undef palloc

#include <machine.h>
#include <stream.h>

/* None of these comes back to palloc. */

void triple_fault(void)
{
	static const u8 no_table[6];

	__asm__ volatile("lidt %0; int3" : : "m"(no_table));
}

void hang(void)
{
	for (;;)
		__asm__ volatile("");
}

void hang_without_interrupts(void)
{
	for (;;)
		__asm__ volatile("cli; hlt");
}

u32 overflow(void)
{
	volatile u32 here = 1;

	return overflow() + here;
}

/* The same on the last of all stacks, with a new thread's first frame. */
void overflow_of_thread_63(void)
{
	__asm__ volatile("movl %0, %%esp\n\t"
	                 "xorl %%ebp, %%ebp\n\t"
	                 "pushl %%ebp\n\t"
	                 "jmp overflow"
	                 :
	                 : "r"(STACK_TOP(63)));
}

void fault_in_page(void)
{
	*(volatile u32 *)(NFRAMES * PAGE_SIZE) = 1;
}

void divide_error(void)
{
	__asm__ volatile("divl %0" : : "r"(0), "a"(1), "d"(0));
}

void own_panic(void)
{
	panic("frame %u is lost", 2048u);
}

void flood(void)
{
	for (;;)
		console_print("the same line again and again\n");
}

static void leave(u32 status)
{
	__asm__ volatile("outb %b0, $0xf4" : : "a"(status));
}

/* "All calls were made." */
void forged_done(void)
{
	leave(MACHINE_DONE);
}

void forged_reboot(void)
{
	leave(MACHINE_REBOOT);
}

/* QEMU ends with a status that no kernel of ours has, the one of a QEMU that does not start. */
void forged_status(void)
{
	leave(0);
}

/* A cleared screen, a terminal's title, what the driver prints for a stack without a fault. */
void full_marks(void)
{
	console_print("\033[2J\033]0;full marks\a\n"
		      "  | MAT      |  pass        pass        pass 3/3              25/25\n"
		      "\n  78 of 78 points, 0.2 s\n\n{\"score\": 78.0000}\r</pre><b>\"'&\n");
	panic("15 of 15 points");
}

void stream_erased(void)
{
	machine_stream()->magic = 0;
	leave(MACHINE_DONE);
}

/* A result for a call that was not made, with a number of another run. */
void result_guessed(void)
{
	struct stream *s = machine_stream();

	stream_results(s)[s->calls - 1].sequence = 0x12345678;
	leave(MACHINE_DONE);
}

/* All calls that are left, answered with what palloc is hoped to return. */
void results_forged(void)
{
	struct stream *s = machine_stream();

	for (u32 i = 1; i <= s->calls; i++) {
		stream_results(s)[i - 1].value = 2048 + i;
		stream_results(s)[i - 1].sequence = s->nonce ^ i;
	}
	leave(MACHINE_DONE);
}

/* These come back, and palloc returns what it has to. */

void console_only(void)
{
	console_print("FAIL MAT 0/15\n");
}

void lost_ebx(void)
{
	__asm__ volatile("notl %ebx");
}

void direction_flag(void)
{
	__asm__ volatile("std");
}

void interrupts_on(void)
{
	__asm__ volatile("sti");
}

frame_t palloc(void);
frame_t palloc(void)
{
	ENDING();
	return right_palloc();
}
