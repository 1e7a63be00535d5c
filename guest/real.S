/* real: a guest in real mode, as a PC starts. */
#include "guest.h"
#include "tables.h"

#define LOW_CODE 0x18
#define LOW_DATA 0x20

	guest
begin:
	load_tables
	lgdt	low_gdtr
	ljmp	$LOW_CODE, $low
	.code16
low:
	movw	$LOW_DATA, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %ss
	movl	%cr0, %eax
	andb	$~1, %al
	movl	%eax, %cr0
	ljmp	$0, $real
real:
	xorw	%ax, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %ss
	movw	$STACK, %sp
	movl	%cr0, %eax
	testb	$1, %al
	jnz	bad
	movw	$0x100, %bx		/* segments are paragraphs here */
	movw	%bx, %es
	movl	$0x600d600d, %es:0x2000
	cmpl	$0x600d600d, 0x3000
	jne	bad
	movw	$text, %si
	movw	$PORT_PRINT, %dx
	movw	$text_end - text, %cx
	rep outsb
	xorl	%ebx, %ebx
	jmp	end
bad:
	movl	$1, %ebx
end:
	movl	$CALL_END, %eax
	vmmcall
	.code32
	.section .rodata
text:	.ascii	"real: in real mode\n"
text_end:
	.data
	.balign	8
low_gdt: .quad	0, 0x00cf9b000000ffff, 0x00cf93000000ffff, 0x00009b000000ffff, 0x000093000000ffff
low_gdtr: .word	. - low_gdt - 1
	.long	low_gdt

	.section .note.GNU-stack, "", @progbits
