/* triple: a fault, without a table that says what to do, ends the guest and nobody else. */
#include "guest.h"

	guest
begin:
	lidt	nothing
	print	"triple: the last words\n"
	ud2
	jmp	wrong
	.data
nothing: .word	0
	.long	0

	.section .note.GNU-stack, "", @progbits
