	.text
	.globl	kctx_switch
kctx_switch:
	call	mem_load
	ret
