	.text
	.globl	kctx_switch
kctx_switch:
	movl	$0x100000, %eax
	jmp	*%eax
