	.text
	.globl	kctx_switch
kctx_switch:
	inl (%dx), %eax
	ret
