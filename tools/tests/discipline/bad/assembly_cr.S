	.text
	.globl	kctx_switch
kctx_switch:
	movl %eax, %cr3
	ret
