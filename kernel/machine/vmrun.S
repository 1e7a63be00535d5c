/* vmrun.S: run a guest until it exits.
 *
 * void svm_run(u32 *control_block)
 *
 * The kernel's own tables are not those of PAE, and processors (QEMU 7.2's among them) may read
 * nested tables in the form of their own.  So the form changes around VMRUN: with paging off, in
 * code that lies where its addresses say.  There is no stack then.
 */
#define CR0_PG  0x80000000
#define CR4_PAE 0x20

	.text
	.globl	svm_run
	.type	svm_run, @function
svm_run:
	movl	4(%esp), %eax
	pushl	%ebp
	pushl	%ebx
	pushl	%esi
	pushl	%edi
	clgi				/* from here on no NMI either */
	movl	%cr3, %edi
	movl	%edi, kernel_cr3
	movl	%cr0, %ecx
	andl	$~CR0_PG, %ecx
	movl	%ecx, %cr0
	movl	%cr4, %edx
	orl	$CR4_PAE, %edx
	movl	%edx, %cr4
	movl	$svm_root, %edi
	movl	%edi, %cr3
	orl	$CR0_PG, %ecx
	movl	%ecx, %cr0
	vmrun	%eax			/* comes back with the guest's registers but EAX and ESP */
	movl	%cr0, %ecx
	andl	$~CR0_PG, %ecx
	movl	%ecx, %cr0
	movl	%cr4, %edx
	andl	$~CR4_PAE, %edx
	movl	%edx, %cr4
	movl	kernel_cr3, %edi
	movl	%edi, %cr3
	orl	$CR0_PG, %ecx
	movl	%ecx, %cr0
	stgi
	popl	%edi
	popl	%esi
	popl	%ebx
	popl	%ebp
	ret
	.size	svm_run, . - svm_run

	.bss
	.balign	4
kernel_cr3:
	.skip	4
	.section .note.GNU-stack, "", @progbits
