	.text
	.globl	kctx_switch
kctx_switch:
	ljmp $8, $kctx_switch
	ret
