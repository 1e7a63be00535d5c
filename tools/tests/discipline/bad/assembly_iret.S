	.text
	.globl	kctx_switch
kctx_switch:
	iret
	ret
