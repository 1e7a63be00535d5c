/* disk.S: the boot sector of Bochs' disk, a multiboot loader as small as that.
 *
 * Behind it on the disk come the parts of memory that it loads: the kernel's, from 1 MiB up, and
 * the boot modules.  disk.c writes that disk, and the parameters at the end of this sector.
 */
#include "disk.h"

#define CHUNK_SECTORS (CHUNK / 512)
#define BUFFER        0x10000 /* where a chunk is read before it moves above 1 MiB */
#define ROWS          0x6000  /* the memory map */
#define ROW_SIZE      20
#define SMAP          0x534d4150
#define LOADED        0x2badb002
#define FLAGS         0x48    /* modules; memory map */

	.code16
	.text
	.globl start
start:
	ljmp $0, $segments
segments:
	xorw %ax, %ax
	movw %ax, %ds
	movw %ax, %es
	movw %ax, %ss
	movw $start, %sp

next_part:
	movw part, %bx
	movl 4(%bx), %eax
	orl $0x93000000, %eax   /* the access rights, above 24 bits of address */
	movl %eax, destination
next_chunk:
	movb $0x42, %ah         /* read; the BIOS passed the drive in dl */
	movw $packet, %si
	int $0x13
	jc failed
	movb $0x87, %ah         /* move to extended memory */
	movw $(CHUNK / 2), %cx
	movw $blocks, %si
	int $0x15
	jc failed
	addl $CHUNK_SECTORS, packet_sector
	addl $CHUNK, destination
	movw part, %bx
	decl (%bx)
	jnz next_chunk
	addw $8, part
	cmpl $0, 8(%bx)
	jne next_part

	xorl %ebx, %ebx
	movw $(ROWS + 4), %di
next_row:
	movl $0xe820, %eax
	movl $ROW_SIZE, %ecx
	movl $SMAP, %edx
	int $0x15
	jc no_more_rows
	movl $ROW_SIZE, -4(%di)
	addw $(ROW_SIZE + 4), %di
	addl $(ROW_SIZE + 4), map_length
	testl %ebx, %ebx
	jnz next_row
no_more_rows:

	cli
	inb $0x92, %al          /* address line 20 */
	orb $2, %al
	outb %al, $0x92
	lgdt table
	movl %cr0, %eax
	orb $1, %al
	movl %eax, %cr0
	ljmp $8, $protected

failed:
	movw $0xe00 + '!', %ax  /* the only word there is room for */
	int $0x10
	hlt
	jmp failed

	.code32
protected:
	movw $16, %ax
	movw %ax, %ds
	movw %ax, %es
	movw %ax, %ss
	movl zeroes, %edi
	movl zero_words, %ecx
	xorl %eax, %eax
	rep stosl
	movl $LOADED, %eax
	movl $information, %ebx
	jmp *entry

part:
	.word parts
packet:
	.byte 16, 0
	.word CHUNK_SECTORS
	.word 0, BUFFER / 16
packet_sector:
	.quad 1

	.balign 8
blocks: /* as the BIOS wants them: two unused, source, destination, two unused */
	.fill 16, 1, 0
	.word 0xffff, 0
	.byte BUFFER >> 16, 0x93, 0, 0
	.word 0xffff
destination:
	.long 0
	.word 0
	.fill 16, 1, 0

	.balign 8
descriptors:
	.quad 0
	.quad 0x00cf9a000000ffff
	.quad 0x00cf92000000ffff
table:
	.word table - descriptors - 1
	.long descriptors

	.org PARAMETERS         /* struct parameters of disk.h; information is multiboot's */
information:
	.long FLAGS
	.fill 4, 4, 0
	.long 0, 0              /* modules, and where it says what they are */
	.fill 4, 4, 0
map_length:
	.long 0
	.long ROWS
entry:
	.long 0
zeroes:
	.long 0
zero_words:
	.long 0
parts:
	.fill 2 * PARTS + 1, 4, 0

	.org 510
	.word 0xaa55
