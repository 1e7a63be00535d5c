	.text
	.globl	kctx_switch
kctx_switch:
	popf
	ret
