/* clear.S: fill a frame with zeroes, 16 bytes a store.
 *
 * clear_frame: EAX is the frame's number, and stays so; ECX and EDX change.
 *
 * XMM0 may hold a guest's value, so it is saved and put back.  Programs have no floating point,
 * which CR0_EM sees to: it is off in here only, where nothing else runs, as interrupts are off, and
 * the kernel does not go on behind an NMI.  A processor without SSE, for which entry.S has not set
 * CR4_OSFXSR, stores word by word.
 */
#include "boot.h"

#define PAGE_SHIFT 12
#define PAGE_SIZE  (1 << PAGE_SHIFT)
#define PART       512 /* bytes a turn */

	.text
	.globl	clear_frame
	.type	clear_frame, @function
clear_frame:
	movl	%eax, %edx
	shll	$PAGE_SHIFT, %edx
	movl	%cr4, %ecx
	testl	$CR4_OSFXSR, %ecx
	jz	words
	movl	%cr0, %ecx
	andl	$~CR0_EM, %ecx
	movl	%ecx, %cr0
	subl	$16, %esp
	movups	%xmm0, (%esp)
	xorps	%xmm0, %xmm0
	leal	PAGE_SIZE(%edx), %ecx
1:
	.set	at, 0
	.rept	PART / 16
	movaps	%xmm0, at(%edx)
	.set	at, at + 16
	.endr
	addl	$PART, %edx
	cmpl	%ecx, %edx
	jne	1b
	movups	(%esp), %xmm0
	addl	$16, %esp
	movl	%cr0, %ecx
	orl	$CR0_EM, %ecx
	movl	%ecx, %cr0
	ret

words:
	pushl	%eax
	pushl	%edi
	movl	%edx, %edi
	movl	$(PAGE_SIZE / 4), %ecx
	xorl	%eax, %eax
	rep stosl
	popl	%edi
	popl	%eax
	ret
	.size	clear_frame, . - clear_frame

	.section .note.GNU-stack, "", @progbits
