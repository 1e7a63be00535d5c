/* guest.h: what guests know of the monitor that runs them (kernel/monitor/guest.c).
 *
 * A guest begins at `start`, in protected mode without paging: its segments are all of memory,
 * it has 64 KiB of it, and a stack that ends at STACK.  What it wants of the monitor it says by
 * VMMCALL, with a number in EAX.
 * */
#ifndef GUEST_H
#define GUEST_H

#define MEMORY 0x10000
#define STACK  0x8000

#define CALL_END      0 /* the guest ends; EBX 0: all was as it should be */
#define CALL_ON_PAGE  1 /* a page that is missed leads to EBX from now on; its address is in EAX */
#define CALL_DELIVER  2 /* deliver interrupt EBX as soon as interrupts are let in */

#define PORT_PRINT 0xe9   /* out: print a character */
#define PORT_COUNT 0xea   /* in: bytes that count on from one read to the next, from 0 */
#define PORT_KEEP  0xeb   /* what is written here is read here */
#define MSR_KEEP   0x1234 /* the same; any other register: general protection */

#ifdef __ASSEMBLER__
	.macro	call_monitor number
	movl	$\number, %eax
	vmmcall
	.endm

	/* Print a string of this guest. */
	.macro	print string
	movl	$9f, %esi
	call	print_string
	.section .rodata
9:	.asciz	"\string"
	.text
	.endm

	/* The comparison before says if it is as it should be. */
	.macro	expect_equal
	jne	wrong
	.endm

	/* What all guests have. */
	.macro	guest
	.text
	.globl	start
start:
	cld
	jmp	begin
print_string:
	lodsb
	testb	%al, %al
	jz	1f
	outb	%al, $PORT_PRINT
	jmp	print_string
1:	ret
good:
	xorl	%ebx, %ebx
	call_monitor CALL_END
wrong:
	movl	$1, %ebx
	call_monitor CALL_END
	.endm
#endif
#endif
