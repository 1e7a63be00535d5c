/* interrupts: one that is let in, one that has to wait, and one behind STI. */
#include "guest.h"
#include "tables.h"

	guest
begin:
	load_tables
	on_interrupt 0x20, taken
	on_interrupt 0xff, taken
	sti
	movl	$0x20, %ebx		/* at once */
	call_monitor CALL_DELIVER
	cmpl	$1, count
	expect_equal
	cli
	movl	$0xff, %ebx		/* not before interrupts are let in */
	call_monitor CALL_DELIVER
	nop
	cmpl	$1, count
	expect_equal
	sti
	nop				/* one instruction is done behind STI */
	cmpl	$2, count
	expect_equal
	cli
	movl	$0x20, %ebx
	call_monitor CALL_DELIVER
	cmpl	$2, count
	expect_equal
	sti
	hlt				/* wakes up by it, behind the next instruction */
	nop
	cmpl	$3, count
	expect_equal
	print	"interrupts: at once, in a window, out of a halt\n"
	jmp	good
taken:
	incl	count
	iret
	.bss
count:	.skip	4

	.section .note.GNU-stack, "", @progbits
