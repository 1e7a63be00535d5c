/* TSysCall: where a process starts in the kernel, and the loop that it is in from there on: it goes
 * on in ring 3 until a trap, which is served.
 */
#define KERNEL_THREAD 0		/* it buries processes, and sleeps in the queue of its number */
#define PROC_RUNS     1

	.text
/* The stack is empty: nobody is returned to. */
	.type	process, @function
process:
	jmp	look
run:
	call	proc_run
	pushl	$process
	pushl	%eax			/* the trap */
	call	trap_serve
	addl	$8, %esp
	testl	%eax, %eax
	jnz	run
look:					/* it may have ended, or others have ended it */
	call	proc_turn
	cmpl	$PROC_RUNS, %eax
	je	run

/* Until it is buried: its own stack it cannot give back. */
over:
	call	proc_leave
	pushl	$KERNEL_THREAD
	call	thread_wakeup
1:	call	thread_yield
	jmp	1b
	.size	process, . - process

/* For TSysCall.c: its address. */
	.section .rodata
	.balign	4
	.globl	TSysCall_start
TSysCall_start:
	.long	process
	.section .note.GNU-stack, "", @progbits
