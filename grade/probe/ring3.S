/* ring3.S: the probe in ring 3.  It makes the calls that the probe in the kernel has put into its
 * data, and records with which registers control came to it.  It has no stack: a program's stack
 * pointer is what the kernel says, and may be anything.
 *
 * It runs at RING3_CODE, where this page is mapped; all jumps are relative, so it may lie anywhere.
 */
#include "ring3.h"

#define DATA(offset)    RING3_DATA + offset
#define LANDING(offset) RING3_DATA + RING3_LANDING + offset
#define CALL(offset)    RING3_DATA + RING3_CALL + offset
#define OWN_SEGMENT     0x1b	/* USER_CODE: allowed, and not what FS and GS are at first */

	.section .rodata
	.balign	4096
	.globl	probe_ring3_code
probe_ring3_code:
	.macro	entry_point k
	.balign	RING3_ENTRY_SIZE
	movl	$\k + 1, LANDING(0)
	jmp	landed
	.endm

	.altmacro
	.set	k, 0
	.rept	RING3_ENTRIES
	entry_point %k
	.set	k, k + 1
	.endr

	/* An instruction was done. */
done:
	movl	$0, LANDING(0)
landed:
	movl	%eax, LANDING(4)
	movl	%ebx, LANDING(8)
	movl	%ecx, LANDING(12)
	movl	%edx, LANDING(16)
	movl	%esi, LANDING(20)
	movl	%edi, LANDING(24)
	movl	%ebp, LANDING(28)
	movl	%esp, LANDING(32)
	movl	$RING3_DATA + RING3_STACK, %esp
	pushfl
	popl	LANDING(36)
	movl	LANDING(32), %esp
	movl	%gs, %eax
	shll	$16, %eax
	movw	%fs, %ax
	movl	%eax, LANDING(40)
	movl	$OWN_SEGMENT, %eax	/* what no other program is to find there */
	movl	%eax, %fs
	movl	%eax, %gs
	cld
	movl	$RING3_DATA + RING3_LANDING, %esi
	imull	$RING3_LANDING_SIZE, DATA(RING3_LOG), %edi
	addl	$RING3_DATA + RING3_RECORD, %edi
	movl	$RING3_LANDING_SIZE / 4, %ecx
	rep movsl
	incl	DATA(RING3_LOG)

	movl	DATA(RING3_NEXT), %edi
	cmpl	DATA(RING3_COUNT), %edi
	jae	finished
	incl	DATA(RING3_NEXT)
	imull	$RING3_CALL_SIZE, %edi
	movl	CALL(0)(%edi), %eax
	movl	%eax, DATA(RING3_OP)
	movl	%esp, DATA(RING3_ESP)
	movl	CALL(4)(%edi), %eax
	movl	CALL(8)(%edi), %ebx
	movl	CALL(12)(%edi), %ecx
	movl	CALL(16)(%edi), %edx
	movl	CALL(20)(%edi), %esi
	movl	CALL(28)(%edi), %ebp
	movl	CALL(24)(%edi), %edi
	cmpl	$RING3_STORE, DATA(RING3_OP)
	je	store
	ja	call
	movl	(%eax), %eax
	jmp	done
store:
	movl	%ecx, (%eax)
	jmp	done
call:
	int	$48
	jmp	done

	/* The stream is at its end: any trap says so. */
finished:
	hlt
	.balign	4096
	.section .note.GNU-stack, "", @progbits
