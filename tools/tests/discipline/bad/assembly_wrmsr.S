	.text
	.globl	kctx_switch
kctx_switch:
	wrmsr
	ret
