	.text
	.globl	kctx_switch
kctx_switch:
	vmrun
	ret
