	.text
	.globl	kctx_switch
kctx_switch:
	movw %ax, %ds
	ret
