/* start.S: where a program starts: all registers but ESP are 0, and the stack is empty.
 *
 * ESP is a multiple of 16 where a function is called, as compilers expect.
 */
	.text
	.globl	start
start:
	call	main
	subl	$12, %esp
	pushl	%eax
	call	exit

	.section .note.GNU-stack, "", @progbits
