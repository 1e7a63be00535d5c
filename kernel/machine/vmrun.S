/* vmrun.S: run a guest until it exits.
 *
 * void machine_vmrun(u32 *control_block)	for C
 * svm_vmrun				for the layer that switches to the guest: machine/VMCB.h
 *
 * The kernel's own tables are not those of PAE, and processors (QEMU 7.2's among them) may read
 * nested tables in the form of their own.  So the form changes around VMRUN: with paging off, in
 * code that lies where its addresses say.  There is no stack then, and no register but EAX is free.
 */
#include <term.h>

#define CR0_PG    0x80000000
#define CR4_PAE   0x20
#define VMCB      (0x77d000 - 0x1000 * TERM_THREADS) /* as svm.c says, too */
#define EXIT_CODE 0x70
#define EXIT_NMI  0x61

	.text
	.globl	machine_vmrun
	.type	machine_vmrun, @function
machine_vmrun:
	movl	4(%esp), %eax
	pushl	%ebp
	pushl	%ebx
	pushl	%esi
	pushl	%edi
	call	run
	popl	%edi
	popl	%esi
	popl	%ebx
	popl	%ebp
	ret
	.size	machine_vmrun, . - machine_vmrun

	.globl	svm_vmrun
	.type	svm_vmrun, @function
svm_vmrun:
	movl	$VMCB, %eax
run:
	clgi				/* from here on no NMI either */
	movl	%eax, control_block
	movl	%cr3, %eax
	movl	%eax, kernel_cr3
	movl	%cr0, %eax
	andl	$~CR0_PG, %eax
	movl	%eax, %cr0
	movl	%cr4, %eax
	orl	$CR4_PAE, %eax
	movl	%eax, %cr4
	movl	$svm_root, %eax
	movl	%eax, %cr3
	movl	%cr0, %eax
	orl	$CR0_PG, %eax
	movl	%eax, %cr0
	sti				/* so that interrupts let the guest exit: none is taken */
	movl	control_block, %eax	/* and the shadow of STI is not the guest's */
	vmrun	%eax			/* comes back with the guest's registers but EAX and ESP */
	movl	%cr0, %eax
	andl	$~CR0_PG, %eax
	movl	%eax, %cr0
	movl	%cr4, %eax
	andl	$~CR4_PAE, %eax
	movl	%eax, %cr4
	movl	kernel_cr3, %eax
	movl	%eax, %cr3
	movl	%cr0, %eax
	orl	$CR0_PG, %eax
	movl	%eax, %cr0
	movl	control_block, %eax
	cli
	stgi
	cmpl	$EXIT_NMI, EXIT_CODE(%eax)
	je	run			/* taken meanwhile, and of no guest's business */
	movl	$0, %eax		/* nobody is to rely on it */
	ret
	.size	svm_vmrun, . - svm_vmrun

	.bss
	.balign	4
kernel_cr3:
	.skip	4
control_block:
	.skip	4
	.section .note.GNU-stack, "", @progbits
