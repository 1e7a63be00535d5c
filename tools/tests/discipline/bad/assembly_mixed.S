	.text
	.globl	kctx_switch
kctx_switch:
	movl	$PKCtx_pool, 0xB8000
	ret
