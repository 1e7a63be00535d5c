/* shim.S: where the probe leaves C: making a call and catching where control comes back.
 *
 * Nothing here trusts the code that was called.  A primitive may return with any stack pointer, so
 * the landing is taken down in static memory and handled on a stack of its own; probe.c decides
 * from the stack pointer who returned and says with which one to go on.
 */
#include "layout.h"

	.macro	take_landing
	movl	%eax, probe_landing + LANDING_EAX
	movl	%ebx, probe_landing + LANDING_EBX
	movl	%esi, probe_landing + LANDING_ESI
	movl	%edi, probe_landing + LANDING_EDI
	movl	%ebp, probe_landing + LANDING_EBP
	movl	%esp, probe_landing + LANDING_ESP
	movl	$landing_stack_top, %esp
	pushfl				/* not one instruction before this changes a flag */
	popl	probe_landing + LANDING_EFLAGS
	cld
	.endm

	.text

/* void probe_call(void (*function)(void), const u32 *arguments, const u32 *sentinels, u32 *esp)
 *
 * Call function with six arguments (one that takes fewer does not look at the rest) and the
 * sentinels in the callee-saved registers; *esp is the stack pointer that it has to return with. */
	.globl	probe_call
	.type	probe_call, @function
probe_call:
	pushl	%ebp
	pushl	%ebx
	pushl	%esi
	pushl	%edi
	movl	20(%esp), %eax
	movl	24(%esp), %edx
	movl	28(%esp), %ecx
	movl	32(%esp), %esi
	pushl	20(%edx)
	pushl	16(%edx)
	pushl	12(%edx)
	pushl	8(%edx)
	pushl	4(%edx)
	pushl	(%edx)
	movl	%esp, (%esi)
	movl	(%ecx), %ebx
	movl	4(%ecx), %esi
	movl	8(%ecx), %edi
	movl	12(%ecx), %ebp
	.globl	probe_call_begins	/* make replay stops here: the call comes next */
probe_call_begins:
	call	*%eax
	take_landing
	call	probe_returned		/* the stack pointer of the call that returned */
	movl	%eax, %esp
	addl	$24, %esp
	popl	%edi
	popl	%esi
	popl	%ebx
	popl	%ebp
	ret
	.size	probe_call, . - probe_call

/* The entry points: control comes here for the first time on a stack that a primitive chose. */
	.macro	entry_point k
	.type	entry_\k, @function
entry_\k:
	take_landing
	movl	$\k, %eax
	jmp	entered
	.size	entry_\k, . - entry_\k
	.endm

	.altmacro
	.set	k, 0
	.rept	ENTRY_POINTS
	entry_point %k
	.set	k, k + 1
	.endr

	.type	entered, @function
entered:
	pushl	%eax
	call	probe_entered
	movl	probe_landing + LANDING_ESP, %esp
	xorl	%ebp, %ebp		/* ends the backtrace */
	call	probe_go_on		/* does not return */
	.size	entered, . - entered

	.section .rodata
	.balign	4
	.globl	probe_entries
probe_entries:
	.set	k, 0
	.macro	entry_address k
	.long	entry_\k
	.endm
	.rept	ENTRY_POINTS
	entry_address %k
	.set	k, k + 1
	.endr

	.bss
	.balign	16
	.skip	4096
landing_stack_top:
	.section .note.GNU-stack, "", @progbits
