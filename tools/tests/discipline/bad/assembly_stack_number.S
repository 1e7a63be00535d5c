	.text
	.globl	kctx_switch
kctx_switch:
	movl	$0x9000, %esp
	popl	%eax
	ret
