/* pages: a page that is not there, missed by a load, a store and a jump. */
#include "guest.h"

#define NOWHERE 0x00400000

	guest
begin:
	movl	$NOWHERE - 4, %edx	/* the word before it has no page, either */
	movl	$1f, %ebx
	call_monitor CALL_ON_PAGE
	movl	(%edx), %eax
	jmp	wrong
1:	cmpl	$NOWHERE - 4, %eax
	expect_equal
	movl	$2f, %ebx
	call_monitor CALL_ON_PAGE
	movl	%ebx, NOWHERE + 0x123
	jmp	wrong
2:	cmpl	$NOWHERE + 0x123, %eax
	expect_equal
	movl	$3f, %ebx
	call_monitor CALL_ON_PAGE
	movl	$NOWHERE + 0x777, %eax
	jmp	*%eax
3:	cmpl	$NOWHERE + 0x777, %eax
	expect_equal
	print	"pages: missed by a load, a store and a jump\n"
	jmp	good

	.section .note.GNU-stack, "", @progbits
