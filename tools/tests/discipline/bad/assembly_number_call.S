	.text
	.globl	kctx_switch
kctx_switch:
	call	0x100000
	ret
