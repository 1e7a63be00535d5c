/* PKCtx: the only switch between two stacks of the kernel.
 *
 * void kctx_switch(ctx_t from, ctx_t to)
 *
 * C expects EBX, ESI, EDI, EBP and ESP back, so these and the return address are all there is to a
 * context; EAX, ECX and EDX are the caller's to lose.
 */
#define EBX 0
#define ESI 4
#define EDI 8
#define EBP 12
#define ESP 16
#define EIP 20
#define SIZE 24

	.text
	.globl	kctx_switch
	.type	kctx_switch, @function
kctx_switch:
	imull	$SIZE, 4(%esp), %eax	/* from */
	imull	$SIZE, 8(%esp), %edx	/* to */
	popl	PKCtx_pool + EIP(%eax)	/* the return address; ESP is now as after the return */
	movl	%ebx, PKCtx_pool + EBX(%eax)
	movl	%esi, PKCtx_pool + ESI(%eax)
	movl	%edi, PKCtx_pool + EDI(%eax)
	movl	%ebp, PKCtx_pool + EBP(%eax)
	movl	%esp, PKCtx_pool + ESP(%eax)

	movl	PKCtx_pool + EBX(%edx), %ebx
	movl	PKCtx_pool + ESI(%edx), %esi
	movl	PKCtx_pool + EDI(%edx), %edi
	movl	PKCtx_pool + EBP(%edx), %ebp
	movl	PKCtx_pool + ESP(%edx), %esp	/* from here on we are on the other stack */
	jmp	*PKCtx_pool + EIP(%edx)
	.size	kctx_switch, . - kctx_switch
	.section .note.GNU-stack, "", @progbits
