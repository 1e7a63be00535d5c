/* layer: PUCtx */
/* The way to ring 3: registers out of memory of the layer, segments, IRET */
	.text
	.globl	uctx_run
	.type	uctx_run, @function
uctx_run:
	movl	$0x23, %eax
	movl	%eax, %fs
	movl	%eax, %gs
	movl	$pool, %esp
	popal
	popl	%es
	popl	%ds
	addl	$8, %esp
	iret
	.size	uctx_run, . - uctx_run

	.bss
	.balign	4
pool:
	.skip	72
	.section .note.GNU-stack, "", @progbits
