/* outside.S: the probe in ring 3 and in a guest.  It makes the calls that the probe in the kernel
 * has put into its data, and records with which registers control came to it.  It has no stack: the
 * stack pointer is what the kernel says, and may be anything.
 *
 * It runs at OUTSIDE_CODE, where this page is mapped; all jumps are relative, so it may lie
 * anywhere.
 * */
#include "outside.h"

#define DATA(offset)    OUTSIDE_DATA + offset
#define LANDING(offset) OUTSIDE_DATA + OUTSIDE_LANDING + offset
#define CALL(offset)    OUTSIDE_DATA + OUTSIDE_CALL + offset
#define OWN_SEGMENT     0x1b	/* USER_CODE: allowed, and not what FS and GS are at first */

	.section .rodata
	.balign	4096
	.globl	probe_outside_code
probe_outside_code:
	.macro	entry_point k
	.balign	OUTSIDE_ENTRY_SIZE
	movl	$\k + 1, LANDING(0)
	jmp	landed
	.endm

	.altmacro
	.set	k, 0
	.rept	OUTSIDE_ENTRIES
	entry_point %k
	.set	k, k + 1
	.endr

	/* An instruction was done. */
done:
	movl	$0, LANDING(0)
landed:
	movl	%eax, LANDING(4)
	movl	%ebx, LANDING(8)
	movl	%ecx, LANDING(12)
	movl	%edx, LANDING(16)
	movl	%esi, LANDING(20)
	movl	%edi, LANDING(24)
	movl	%ebp, LANDING(28)
	movl	%esp, LANDING(32)
	movl	$OUTSIDE_DATA + OUTSIDE_STACK, %esp
	pushfl
	popl	LANDING(36)
	movl	LANDING(32), %esp
	movl	%gs, %eax
	shll	$16, %eax
	movw	%fs, %ax
	movl	%eax, LANDING(40)
	movl	%cs, %eax
	movl	%eax, LANDING(44)
	testl	$3, %eax		/* a guest has no descriptors to load others from */
	jz	1f
	movl	$OWN_SEGMENT, %eax	/* what no other program is to find there */
	movl	%eax, %fs
	movl	%eax, %gs
1:	cld
	movl	$OUTSIDE_DATA + OUTSIDE_LANDING, %esi
	imull	$OUTSIDE_LANDING_SIZE, DATA(OUTSIDE_LOG), %edi
	addl	$OUTSIDE_DATA + OUTSIDE_RECORD, %edi
	movl	$OUTSIDE_LANDING_SIZE / 4, %ecx
	rep movsl
	incl	DATA(OUTSIDE_LOG)

	movl	DATA(OUTSIDE_NEXT), %edi
	cmpl	DATA(OUTSIDE_COUNT), %edi
	jae	finished
	incl	DATA(OUTSIDE_NEXT)
	imull	$OUTSIDE_CALL_SIZE, %edi
	movl	$OUTSIDE_DATA + OUTSIDE_STACK, %esp
	pushl	LANDING(36)		/* the flags are as control came here */
	popfl
	movl	LANDING(32), %esp
	movl	CALL(0)(%edi), %eax
	movl	%eax, DATA(OUTSIDE_AT)
	movl	CALL(4)(%edi), %eax
	movl	CALL(8)(%edi), %ebx
	movl	CALL(12)(%edi), %ecx
	movl	CALL(16)(%edi), %edx
	movl	CALL(20)(%edi), %esi
	movl	CALL(28)(%edi), %ebp
	movl	CALL(24)(%edi), %edi
	jmp	*DATA(OUTSIDE_AT)

	/* The stream is at its end: any trap says so, any exit. */
finished:
	hlt

	.macro	op number, text:vararg
	.org	probe_outside_code + OUTSIDE_PLACE + (\number) * OUTSIDE_OP_SIZE
	\text
	jmp	done
	.endm
	.noaltmacro

	op	OUTSIDE_LOAD, movl (%eax), %eax
	op	OUTSIDE_STORE, movl %ecx, (%eax)
	op	OUTSIDE_SYSCALL, int $48
	op	OUTSIDE_VMMCALL, vmmcall
	op	OUTSIDE_IN, inb %dx, %al
	op	OUTSIDE_IN + 1, inw %dx, %ax
	op	OUTSIDE_IN + 2, inl %dx, %eax
	op	OUTSIDE_OUT, outb %al, %dx
	op	OUTSIDE_OUT + 1, outw %ax, %dx
	op	OUTSIDE_OUT + 2, outl %eax, %dx
	op	OUTSIDE_CPUID, cpuid
	op	OUTSIDE_RDMSR, rdmsr
	op	OUTSIDE_WRMSR, wrmsr
	op	OUTSIDE_HLT, hlt
	op	OUTSIDE_DROP_FS, movl %ecx, %fs
	.org	probe_outside_code + OUTSIDE_PLACE + OUTSIDE_STI * OUTSIDE_OP_SIZE
	sti				/* no interrupt is let in before the next instruction */
	nop
	jmp	done
	.org	probe_outside_code + 4096
	.section .note.GNU-stack, "", @progbits
