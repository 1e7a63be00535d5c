	.globl	PKCtx_pool
	.set	PKCtx_pool, 0xB8000
	.text
	.globl	kctx_switch
kctx_switch:
	ret
