	.text
	.globl	kctx_switch
kctx_switch:
	hlt
	ret
