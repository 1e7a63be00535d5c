/* paging: a guest with page tables of its own, which it changes as it goes. */
#include "guest.h"
#include "tables.h"

#define DIRECTORY 0xa000
#define TABLE     0xb000
#define FIRST     0xc000 /* two pages of memory */
#define SECOND    0xd000
#define WINDOW    0x00300000 /* where one of them is, by entry 0x300 of the table */
#define ENTRY     TABLE + 0x300 * 4

	guest
begin:
	load_tables
	on_interrupt 14, fault
	movl	$TABLE, %edi		/* the first 16 pages are themselves */
	movl	$7, %eax
	movl	$16, %ecx
1:	stosl
	addl	$0x1000, %eax
	loop	1b
	movl	$TABLE + 7, DIRECTORY
	movl	$0x11111111, FIRST
	movl	$0x22222222, SECOND
	movl	$FIRST + 7, ENTRY
	movl	$DIRECTORY, %eax
	movl	%eax, %cr3
	movl	%cr0, %eax
	orl	$0x80000000, %eax
	movl	%eax, %cr0
	cmpl	$0x11111111, WINDOW
	expect_equal
	movl	$SECOND + 7, ENTRY
	invlpg	WINDOW
	cmpl	$0x22222222, WINDOW
	expect_equal
	movl	$0, ENTRY		/* a page fault is the guest's own affair */
	invlpg	WINDOW
	movl	WINDOW + 4, %eax
	cmpl	$0x33333333, %eax
	expect_equal
	print	"paging: pages that come, go and change\n"
	jmp	good
fault:
	movl	%cr2, %eax
	cmpl	$WINDOW + 4, %eax
	expect_equal
	movl	$0x33333333, FIRST + 4
	movl	$FIRST + 7, ENTRY
	addl	$4, %esp		/* the error code */
	iret

	.section .note.GNU-stack, "", @progbits
