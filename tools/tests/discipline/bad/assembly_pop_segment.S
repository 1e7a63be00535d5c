	.text
	.globl	kctx_switch
kctx_switch:
	popl %ds
	ret
