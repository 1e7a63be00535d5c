	.text
	.globl	kctx_switch
kctx_switch:
	cli
	ret
