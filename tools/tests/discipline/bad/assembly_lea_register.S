	.text
	.globl	kctx_switch
kctx_switch:
	leal	0x100000, %ecx
	jmp	*%ecx
