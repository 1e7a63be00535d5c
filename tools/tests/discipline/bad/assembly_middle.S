	.text
	.globl	kctx_switch
kctx_switch:
	jmp	1f + 1
1:	movl	$0xFA, %eax
	ret
