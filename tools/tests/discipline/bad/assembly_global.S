	.text
	.globl	kctx_switch
kctx_switch:
	ret
	.globl	help
help:
	ret
