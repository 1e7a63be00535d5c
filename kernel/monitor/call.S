/* call.S: call a primitive with as many arguments as it has, which C cannot say.
 *
 * u32 primitive_call(void (*function)(void), u32 count, const u32 *arguments);
 */
	.text
	.globl primitive_call
	.type primitive_call, @function
primitive_call:
	pushl %ebp
	movl %esp, %ebp
	movl 12(%ebp), %ecx
	movl 16(%ebp), %edx
.Lnext:
	jecxz .Lpushed
	pushl -4(%edx, %ecx, 4)
	decl %ecx
	jmp .Lnext
.Lpushed:
	call *8(%ebp)
	leave
	ret
	.size primitive_call, . - primitive_call

	.section .note.GNU-stack, "", @progbits
