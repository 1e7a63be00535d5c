	.text
	.globl	kctx_switch
kctx_switch:
	ret
	.section .init, "ax"
	ret
