/* layer: PKCtx */
	.text
	.globl	kctx_switch
kctx_switch:
	movl	PKCtx_pool, %eax
	ret
	.bss
	.globl	PKCtx_pool
PKCtx_pool:	.skip	256
