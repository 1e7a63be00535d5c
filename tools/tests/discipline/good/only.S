/* layer: PKCtx */
	.text
	.globl	kctx_switch, kctx_get, kctx_set
kctx_switch:
	movl	pool, %eax
	ret
kctx_get:
	pushl	%ebp
	movl	%esp, %ebp
	movl	$0x1234, %eax
	movl	0x8(%ebp), %edx
	leave
	ret
kctx_set:
	pushf
	cld
	rep movsl
	popl	%eax
	ret
	.data
pool:	.long	0
