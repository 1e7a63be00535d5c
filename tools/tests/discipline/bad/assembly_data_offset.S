	.text
	.globl	kctx_switch
kctx_switch:
	movl	$1, PKCtx_pool + 0x10000
	ret
