	.text
	.globl	kctx_switch
kctx_switch:
	movl	$0xB8000, %edi
	rep movsl
	ret
