	.text
	.globl	kctx_switch
kctx_switch:
	int $48
	ret
