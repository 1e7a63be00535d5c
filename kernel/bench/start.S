/* start.S: the entry of a kernel that knows when it was started, and a function that does nothing.
 */
	.text
	.globl bench_entry
bench_entry:
	movl %eax, %ecx /* the loader's magic number; EBX has the rest */
	rdtsc
	movl %eax, bench_started
	movl %ecx, %eax
	jmp entry

	.globl bench_nothing
	.type bench_nothing, @function
bench_nothing:
	ret

/* Context 1: switches back to context 0, for ever.  The stack pointer is as pong leaves it. */
	.globl bench_pong
	.type bench_pong, @function
	.weak kctx_switch /* a stack without PKCtx has none, and never comes here */
bench_pong:
	pushl $0
	pushl $1
.Lback:
	call kctx_switch
	jmp .Lback

/* A thread that does nothing but yield. */
	.globl bench_yielding
	.type bench_yielding, @function
	.weak thread_yield
bench_yielding:
	call thread_yield
	jmp bench_yielding

/* A thread that wakes one that sleeps in queue 0, and sleeps in queue 1 until it is woken. */
	.globl bench_sleeping
	.type bench_sleeping, @function
	.weak thread_wakeup, thread_sleep
bench_sleeping:
	pushl $0
	call thread_wakeup
	movl $1, (%esp)
	call thread_sleep
	addl $4, %esp
	jmp bench_sleeping

/* A process: its program makes a system call, then the next process has its turn. */
	.globl bench_process, bench_process_round
	.type bench_process, @function
	.type bench_process_round, @function
	.weak proc_run
bench_process:
	call bench_process_round
	jmp bench_process
bench_process_round:
	call proc_run
	call thread_yield
	ret

/* The program, a page of its own: it makes system calls that ask for nothing. */
	.globl bench_program
	.balign 4096
bench_program:
	int $48
	jmp bench_program
	.org bench_program + 16
	vmmcall
	.balign 4096

	.bss
	.globl bench_started
	.balign 4
bench_started:
	.skip 4

	.section .note.GNU-stack, "", @progbits
