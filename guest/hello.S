/* hello: a guest that prints through a port. */
#include "guest.h"

	guest
begin:
	print	"Hello from a guest.\n"
	jmp	good

	.section .note.GNU-stack, "", @progbits
