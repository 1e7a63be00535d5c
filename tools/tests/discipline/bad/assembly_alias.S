	.text
	.globl	kctx_switch
kctx_switch:
	call	x
	ret
	.set x, mem_load
