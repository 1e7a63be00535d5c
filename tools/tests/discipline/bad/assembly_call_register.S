	.text
	.globl	kctx_switch
kctx_switch:
	call	*%edx
	ret
	movl	$0x100000, %edx
	jmp	kctx_switch
