	.text
	.globl	kctx_switch
kctx_switch:
	movl	table, %eax
	jmp	*%eax
	.section .rodata
table:	.long	palloc + 4
