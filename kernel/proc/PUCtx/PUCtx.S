/* PUCtx: the way to ring 3 and back.
 *
 * u32 uctx_run(thread_t t)
 *
 * To the kernel, ring 3 is a call: what C expects back lies on the kernel's stack meanwhile, and
 * the stack pointer in kernel_esp.  The context itself is the stack on which the processor takes
 * the trap, so the registers of the program go where they belong without being copied.
 */
#define WORD        4
#define EAX         (7 * WORD)	/* of what pushal leaves */
#define TRAP        (10 * WORD)	/* UCTX_TRAP */
#define FAULT       (17 * WORD)	/* UCTX_FAULT: the context ends here for the processor */
#define SIZE        (18 * WORD)	/* UCTX_WORDS */
#define PAGE_FAULT  14
#define USER_DATA   0x23

	.text
	.globl	uctx_run
	.type	uctx_run, @function
uctx_run:
	imull	$SIZE, 4(%esp), %eax	/* t */
	pushal
	cmpl	%eax, last		/* traps go to that context already */
	je	1f
	movl	%eax, last
	addl	$PUCtx_pool + FAULT, %eax
	pushl	$trapped
	pushl	%eax
	call	ring3_trap_to
	addl	$8, %esp
	movl	last, %eax
1:	movl	%esp, kernel_esp
	leal	PUCtx_pool(%eax), %esp		/* as a trap left it or uctx_new made it */
	movl	$USER_DATA, %eax	/* no selector of another program stays */
	movl	%eax, %fs
	movl	%eax, %gs
	popal
	popl	%es
	popl	%ds
	addl	$8, %esp		/* UCTX_TRAP, UCTX_ERROR */
	iret

/* ESP is the context, and no stack: nothing may be pushed.  EAX is the address of a page fault. */
trapped:
	movl	TRAP(%esp), %ecx
	cmpl	$PAGE_FAULT, %ecx
	jne	1f
	movl	%eax, FAULT(%esp)
1:	movl	kernel_esp, %esp
	movl	%ecx, EAX(%esp)		/* the result */
	popal
	ret
	.size	uctx_run, . - uctx_run

	.data
	.balign	4
last:					/* where in the pool the context was that ran last */
	.long	-1

	.bss
	.balign	4
kernel_esp:
	.skip	WORD
	.section .note.GNU-stack, "", @progbits
