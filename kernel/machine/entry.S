/* entry.S: from the boot loader to C.
 *
 * The boot map goes live before the first instruction of C, and C runs on stack slot 0, so that a
 * stack overflow hits a hole from the start.  All tables are data: nothing is computed here.
 */
#include "boot.h"

#define MULTIBOOT_MAGIC 0x1badb002
#define MULTIBOOT_FLAGS 0x3 /* modules page aligned; tell the memory map */

#define PTE_PRESENT  0x001
#define PTE_WRITE    0x002
#define PTE_UNCACHED 0x010
#define PTE_LARGE    0x080
#define PTE_GLOBAL   0x100

#define CR4_PSE 0x10
#define CR4_PGE 0x80
#define CR0_WP  0x10000
#define CR0_PG  0x80000000

#define LARGE_PAGE   0x400000
#define DIRECT_MAP   (BOOT_DIRECT_MAP / LARGE_PAGE)   /* entries of the page directory */
#define STACK_ENTRY  (BOOT_STACK_BASE / LARGE_PAGE)
#define APIC_ENTRY   (0xFEE00000 / LARGE_PAGE)

	.section .multiboot, "a"
	.balign 4
	.long MULTIBOOT_MAGIC
	.long MULTIBOOT_FLAGS
	.long -(MULTIBOOT_MAGIC + MULTIBOOT_FLAGS)

	.text
	.globl entry
	.type entry, @function
entry:
	cld
	movl %eax, %edi         /* the loader's magic number */
	movl %ebx, %esi         /* multiboot information */
	movl $1, %eax
	cpuid
	shrl $16, %edx          /* SSE goes to the place of CR4_OSFXSR */
	andl $CR4_OSFXSR, %edx
	movl %cr4, %ecx
	orl $(CR4_PSE | CR4_PGE), %ecx
	orl %edx, %ecx
	movl %ecx, %cr4
	movl $boot_map, %ecx
	movl %ecx, %cr3
	movl %cr0, %ecx
	andl $~CR0_TS, %ecx
	orl $(CR0_PG | CR0_WP | CR0_EM), %ecx
	movl %ecx, %cr0

	movl $(BOOT_STACK_BASE + BOOT_SLOT_SIZE), %esp
	xorl %ebp, %ebp         /* ends the backtrace */
	pushl %esi
	pushl %edi
	call kernel_main
	.size entry, . - entry

/* The boot map: the direct map in large pages, the stack slots, the devices.  The last large page
 * is the firmware's and stays unmapped: a push with ESP 0 must fault. */
	.data
	.balign 4096
	.globl boot_map
boot_map:
	.set page, 0
	.rept DIRECT_MAP
	.long page | PTE_GLOBAL | PTE_LARGE | PTE_WRITE | PTE_PRESENT
	.set page, page + LARGE_PAGE
	.endr
	.fill STACK_ENTRY - DIRECT_MAP, 4, 0
	.long stack_map + (PTE_WRITE | PTE_PRESENT)
	/* Of the devices' memory behind only the local APIC's is mapped: a wild jump faults. */
	.fill APIC_ENTRY - STACK_ENTRY - 1, 4, 0
	.long APIC_ENTRY * LARGE_PAGE | PTE_UNCACHED | PTE_LARGE | PTE_WRITE | PTE_PRESENT
	.fill 1023 - APIC_ENTRY, 4, 0

/* A slot is two pages of hole, then two pages of stack.  The table's last entries stay empty. */
	.balign 4096
	.globl stack_map
stack_map:
	.set frame, 0
	.rept BOOT_SLOTS
	.long 0, 0
	.long stack_frames + frame + (PTE_GLOBAL | PTE_WRITE | PTE_PRESENT)
	.long stack_frames + frame + 4096 + (PTE_GLOBAL | PTE_WRITE | PTE_PRESENT)
	.set frame, frame + BOOT_STACK_SIZE
	.endr
	.fill 1024 - 4 * BOOT_SLOTS, 4, 0

	.bss
	.balign 4096
stack_frames:
	.skip BOOT_SLOTS * BOOT_STACK_SIZE

	.section .note.GNU-stack, "", @progbits
