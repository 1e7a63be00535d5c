/* VSVMSwitch: the way into the guest and back.
 *
 * void svm_switch(void)
 *
 * Of the general registers VMRUN changes EAX and ESP alone, and nothing of FS, GS, LDTR and TR.  So
 * the kernel's go to its stack and to a page of this layer; the guest's come from here and from the
 * control block.  The instructions for the second half want physical addresses: the kernel's memory
 * is where its addresses say.
 */
#include <term.h>

#define VMCB (0x77d000 - 0x1000 * TERM_THREADS) /* VMCB_FRAME * PAGE_SIZE */
#define EBX  VSVMSwitch_reg
#define ECX  VSVMSwitch_reg + 4
#define EDX  VSVMSwitch_reg + 8
#define ESI  VSVMSwitch_reg + 12
#define EDI  VSVMSwitch_reg + 16
#define EBP  VSVMSwitch_reg + 20

	.text
	.globl	svm_switch
	.type	svm_switch, @function
svm_switch:
	pushl	%ebp
	pushl	%ebx
	pushl	%esi
	pushl	%edi
	movl	$kernel_segments, %eax
	vmsave	%eax
	movl	$VMCB, %eax
	vmload	%eax
	movl	EBX, %ebx
	movl	ECX, %ecx
	movl	EDX, %edx
	movl	ESI, %esi
	movl	EDI, %edi
	movl	EBP, %ebp
	call	svm_vmrun
	movl	%ebx, EBX
	movl	%ecx, ECX
	movl	%edx, EDX
	movl	%esi, ESI
	movl	%edi, EDI
	movl	%ebp, EBP
	movl	$VMCB, %eax
	vmsave	%eax
	movl	$kernel_segments, %eax
	vmload	%eax		/* TR first of all: the next trap from ring 3 needs it */
	popl	%edi
	popl	%esi
	popl	%ebx
	popl	%ebp
	ret
	.size	svm_switch, . - svm_switch

	.bss
	.balign	4096
kernel_segments:
	.skip	4096
	.section .note.GNU-stack, "", @progbits
