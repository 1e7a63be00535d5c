	.globl	kctx_get
	.set	kctx_get, 0x100000
	.text
	.globl	kctx_switch
kctx_switch:
	ret
