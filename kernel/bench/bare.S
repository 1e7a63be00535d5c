/* bare.S: the least kernel there is: it leaves the emulator.  Its whole run is what a run costs
 * without us. */
#define MULTIBOOT_MAGIC 0x1badb002
#define QEMU_EXIT       0xf4

	.text
	.long MULTIBOOT_MAGIC
	.long 0
	.long -MULTIBOOT_MAGIC

	.globl entry
entry:
	movb $16, %al
	outb %al, $QEMU_EXIT
.Lwait:
	hlt
	jmp .Lwait

	.section .note.GNU-stack, "", @progbits
