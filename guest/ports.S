/* ports: in and out of all widths, from registers and from memory, once and repeated. */
#include "guest.h"

	guest
begin:
	movw	$PORT_KEEP, %dx
	movl	$0x12345678, %eax
	outl	%eax, %dx
	xorl	%eax, %eax
	inl	%dx, %eax
	cmpl	$0x12345678, %eax
	expect_equal
	movl	$0xffffffff, %eax	/* the others of EAX stay */
	inw	%dx, %ax
	cmpl	$0xffff5678, %eax
	expect_equal
	inb	$PORT_KEEP, %al
	cmpl	$0xffff5678, %eax
	expect_equal
	movl	$0x11, %eax
	outb	%al, $PORT_KEEP
	inb	%dx, %al
	cmpb	$0x11, %al
	expect_equal
	movl	$0x2233, %eax
	outw	%ax, %dx
	inw	%dx, %ax
	cmpw	$0x2233, %ax
	expect_equal

	movl	$text, %esi		/* strings */
	movl	$text_end - text, %ecx
	movw	$PORT_PRINT, %dx
	rep outsb
	testl	%ecx, %ecx
	expect_equal
	cmpl	$text_end, %esi
	expect_equal
	movw	$PORT_COUNT, %dx
	movl	$buffer, %edi
	movl	$4, %ecx
	rep insb
	insw
	insl
	cmpl	$buffer + 10, %edi
	expect_equal
	cmpl	$0x03020100, buffer
	expect_equal
	cmpl	$0x07060504, buffer + 4
	expect_equal
	cmpw	$0x0908, buffer + 8
	expect_equal
	movl	$buffer + 6, %esi	/* downwards */
	movw	$PORT_KEEP, %dx
	std
	outsw
	cld
	cmpl	$buffer + 4, %esi
	expect_equal
	inw	%dx, %ax
	cmpw	$0x0706, %ax
	expect_equal
	jmp	good

	.section .rodata
text:	.ascii	"ports: all widths, and strings\n"
text_end:
	.bss
buffer:	.skip	16

	.section .note.GNU-stack, "", @progbits
