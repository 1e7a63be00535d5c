/* TSysCall: where a process starts in the kernel, and the loop that it is in from there on: it goes
 * on in ring 3 until a trap, which is served.
 *
 * link_t proc_launch(image_t i)
 */
#define KERNEL_THREAD 0		/* it buries processes, and sleeps in the queue of its number */
#define PROC_RUNS     1

	.text
	.globl	proc_launch
	.type	proc_launch, @function
proc_launch:
	pushl	$process
	pushl	8(%esp)			/* i */
	call	proc_start
	addl	$8, %esp
	ret
	.size	proc_launch, . - proc_launch

/* The stack is empty: nobody is returned to. */
	.type	process, @function
process:
	call	get_curid
	pushl	%eax
	call	proc_state
	addl	$4, %esp
	cmpl	$PROC_RUNS, %eax
	jne	over
	call	proc_run
	pushl	$process
	pushl	%eax			/* the trap */
	call	trap_serve
	addl	$8, %esp
	jmp	process

/* Until it is buried: its own stack it cannot give back. */
over:
	call	proc_leave
	pushl	$KERNEL_THREAD
	call	thread_wakeup
1:	call	thread_yield
	jmp	1b
	.size	process, . - process
	.section .note.GNU-stack, "", @progbits
