/* layer: PKCtx: out, hlt and .incbin are only words here */
#include <sizes.h>
#define SIZE 4
	.equ	last, NCTX - 1
	.text
	.globl	kctx_switch
	.type	kctx_switch, @function
kctx_switch:
	movl	4(%esp), %eax
	movl	8(%esp), %edx
	cmpl	$last, %eax
	ja	1f
	movl	%esp, PKCtx_pool(, %eax, SIZE)
	movl	$2f, %ecx
	pushl	%ecx
	movl	PKCtx_pool(, %edx, 4), %esp
1:	call	palloc
	ret
2:	lea	0x10(, %eax, 4), %eax
	jmp	*table(, %eax, 4)
	.size	kctx_switch, . - kctx_switch
	.section .rodata
table:	.long	1b, 2b
	.section .note.GNU-stack, "", @progbits
