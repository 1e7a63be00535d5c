/* tables.h: segments and interrupts for guests that need their own. */
#ifndef TABLES_H
#define TABLES_H

#define CODE 0x08
#define DATA 0x10

	/* Load descriptors that say what the guest has anyway, and an empty table of interrupts. */
	.macro	load_tables
	lgdt	gdtr
	lidt	idtr
	movl	$STACK, %esp
	.endm

	/* Interrupt `vector` goes to a place of this guest. */
	.macro	on_interrupt vector, place
	movl	$\place, %eax
	movw	%ax, idt + (\vector) * 8
	movw	$CODE, idt + (\vector) * 8 + 2
	movw	$0x8e00, idt + (\vector) * 8 + 4
	shrl	$16, %eax
	movw	%ax, idt + (\vector) * 8 + 6
	.endm

	.data
	.balign	8
gdt:	.quad	0, 0x00cf9b000000ffff, 0x00cf93000000ffff
gdtr:	.word	. - gdt - 1
	.long	gdt
idtr:	.word	idt_end - idt - 1
	.long	idt
	.bss
	.balign	8
idt:	.skip	256 * 8
idt_end:
	.text
#endif
