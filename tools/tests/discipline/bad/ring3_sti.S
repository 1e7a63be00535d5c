/* expect: PUCtx: ring3_sti.S:8: sti in uctx_run is an instruction of the machine layer */
/* A layer that enters ring 3 may load segments, and nothing else of the machine */
	.text
	.globl	uctx_run
	.type	uctx_run, @function
uctx_run:
	movl	%eax, %fs
	sti
	ret
	.size	uctx_run, . - uctx_run
	.section .note.GNU-stack, "", @progbits
