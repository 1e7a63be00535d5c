	.text
	.globl	kctx_switch
kctx_switch:
	frob	%eax
	ret
