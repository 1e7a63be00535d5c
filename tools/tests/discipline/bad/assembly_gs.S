	.text
	.globl	kctx_switch
kctx_switch:
	movl %gs:0, %eax
	ret
