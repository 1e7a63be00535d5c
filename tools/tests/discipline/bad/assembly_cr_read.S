	.text
	.globl	kctx_switch
kctx_switch:
	movl %cr0, %eax
	ret
