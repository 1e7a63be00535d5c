/* cpu: the processor is what the monitor says it is; a register that there is, and one that
 * there is not. */
#include "guest.h"
#include "tables.h"

	guest
begin:
	load_tables
	on_interrupt 13, protected
	xorl	%eax, %eax
	cpuid
	cmpl	$1, %eax
	expect_equal
	cmpl	$0x61727453, %ebx	/* "Stra" */
	expect_equal
	movl	%ebx, name
	movl	%edx, name + 4
	movl	%ecx, name + 8
	movl	$0x40000000, %eax	/* of this leaf nothing is known */
	cpuid
	orl	%ebx, %eax
	orl	%ecx, %eax
	orl	%edx, %eax
	expect_equal

	movl	$MSR_KEEP, %ecx
	movl	$0x11223344, %eax
	movl	$0x55667788, %edx
	wrmsr
	xorl	%eax, %eax
	xorl	%edx, %edx
	rdmsr
	cmpl	$0x11223344, %eax
	expect_equal
	cmpl	$0x55667788, %edx
	expect_equal
	movl	$0x1b, %ecx		/* of the host's interrupt controller */
there:
	rdmsr
	jmp	wrong
protected:
	popl	%eax			/* the error code */
	testl	%eax, %eax
	expect_equal
	cmpl	$there, (%esp)
	expect_equal
	movl	$name, %esi
	call	print_string
	print	": the processor of this guest\n"
	jmp	good
	.bss
name:	.skip	16

	.section .note.GNU-stack, "", @progbits
