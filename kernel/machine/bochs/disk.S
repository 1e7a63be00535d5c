/* disk.S: the boot sector of Bochs' disk, a multiboot loader as small as that.
 *
 * Behind it on the disk come the parts of memory that it loads: the kernel's, from 1 MiB up, and
 * the boot modules.  disk.c writes that disk, and the parameters at the end of this sector.
 *
 * It asks the disk itself and not the BIOS, which moves data below 16 MiB only.
 */
#include "disk.h"

#define ROWS          0x6000  /* the memory map */
#define ROW_SIZE      20
#define SMAP          0x534d4150
#define LOADED        0x2badb002
#define FLAGS         0x4c    /* command line; modules; memory map */

#define SECTOR_WORDS  128
#define CHUNK_SECTORS (CHUNK / (4 * SECTOR_WORDS))

/* The disk's ports.  What a status is: busy; a sector is there; it cannot be. */
#define DISK_DATA     0x1f0
#define DISK_COUNT    0x1f2
#define DISK_STATUS   0x1f7
#define DISK_LBA      0xe0
#define DISK_READ     0x20
#define IS_BUSY       0x80
#define IS_READY      0x08

#define SCREEN        0xb8000
#define BRIGHT        0x0f00

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
	cld
	inb $0x92, %al          /* address line 20 */
	orb $2, %al
	outb %al, $0x92
	lgdt table
	movl %cr0, %eax
	orb $1, %al
	movl %eax, %cr0
	ljmp $8, $protected

	.code32
protected:
	movw $16, %ax
	movw %ax, %ds
	movw %ax, %es
	movw %ax, %ss

	movl $1, %esi           /* the next sector of the disk */
	movl $parts, %ebx
next_part:
	movl 4(%ebx), %edi
next_chunk:
	movl $DISK_COUNT, %edx
	movb $CHUNK_SECTORS, %al
	outb %al, %dx
	movl %esi, %eax
	movl $3, %ecx
1:	incl %edx               /* three bytes of its number */
	outb %al, %dx
	shrl $8, %eax
	loop 1b
	incl %edx
	movb $DISK_LBA, %al
	outb %al, %dx
	incl %edx
	movb $DISK_READ, %al
	outb %al, %dx
	movl $CHUNK_SECTORS, %ebp
next_sector:
	inb %dx, %al
	testb $IS_BUSY, %al
	jnz next_sector
	testb $IS_READY, %al
	jz failed
	movl $SECTOR_WORDS, %ecx
	movb $(DISK_DATA & 0xff), %dl
	rep insl
	movb $(DISK_STATUS & 0xff), %dl
	decl %ebp
	jnz next_sector
	addl $CHUNK_SECTORS, %esi
	decl (%ebx)
	jnz next_chunk
	addl $8, %ebx
	cmpl $0, (%ebx)
	jne next_part

	movl zeroes, %edi
	movl zero_words, %ecx
	xorl %eax, %eax
	rep stosl
	movl $LOADED, %eax
	movl $information, %ebx
	jmp *entry

failed:
	movw $(BRIGHT + '!'), SCREEN /* the only word there is room for */
	hlt
	jmp failed

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
	.fill 3, 4, 0
	.long 0                 /* the command line */
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
