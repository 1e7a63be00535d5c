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

	.bss
	.globl bench_started
	.balign 4
bench_started:
	.skip 4

	.section .note.GNU-stack, "", @progbits
