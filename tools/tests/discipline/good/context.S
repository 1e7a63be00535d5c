/* Offsets inside of the layer's own data, its end, and small numbers in registers */
#include <sizes.h>
#define SIZE 24
	.text
	.globl	kctx_switch
	.type	kctx_switch, @function
kctx_switch:
	imull	$SIZE, 4(%esp), %eax
	popl	PKCtx_pool + 20(%eax)
	movl	%ebp, PKCtx_pool + 12(%eax)
	movl	$PKCtx_pool + SIZE * NCTX, %edx
	cmpl	$PKCtx_pool, %edx
	cmpb	$1, own + 4
	movl	PKCtx_sizes + 4, %ecx
	movl	$1, %ecx
	movl	4(%esp), %ecx
	movl	(%ecx), %ecx
	movl	$0x10000, %esi	/* a number that is no address */
	addl	%esi, %ecx
	movl	$2f, %edi
	jmp	*%edi
2:	loop	2b
	jmp	*PKCtx_pool + 20(%edx)
	.size	kctx_switch, . - kctx_switch
	.data
own:	.long	0, own + 4
	.section .note.GNU-stack, "", @progbits
