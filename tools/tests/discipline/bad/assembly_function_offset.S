	.text
	.globl	kctx_switch
kctx_switch:
	call	palloc + 5
	ret
