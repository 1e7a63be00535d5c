	.text
	.globl	kctx_switch
kctx_switch:
	rep insb
	ret
