	.text
	.globl	kctx_switch
kctx_switch:
	lgdt (%eax)
	ret
