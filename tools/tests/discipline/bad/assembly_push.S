	.text
	.globl	kctx_switch
kctx_switch:
	pushl	$0x100000
	ret
