/* stubs.S: the way into the kernel and back.
 *
 * 256 stubs make every vector look alike (the processor pushes an error code for some); one common
 * path completes struct trapframe, calls trap() and restores everything.
 */
#define KERNEL_DATA 0x10
#define TRAP_NMI    2
#define SYSTEM_CALL 48

/* Bytes from the start of struct trapframe. */
#define FRAME_CS     52

	.altmacro

/* The vectors for which the processor pushes an error code. */
#define HAS_ERROR(v) (v == 8 || (v >= 10 && v <= 14) || v == 17 || v == 21 || v == 29 || v == 30)

	/* The rest of a frame, and what C wants. */
	.macro complete
	pushl %ds
	pushl %es
	pushal
	movl $KERNEL_DATA, %eax
	movl %eax, %ds
	movl %eax, %es
	cld
	.endm

	.macro stub vector
.Ltrap_stub_\vector:
	.if !HAS_ERROR(\vector)
	pushl $0
	.endif
	pushl $\vector
	.if \vector == TRAP_NMI
	jmp nmi
	.elseif \vector == SYSTEM_CALL
	complete
	jmp *ring3_entry        /* ring 3's: no layer may raise one */
	.else
	jmp trap_common
	.endif
	.pushsection .rodata
	.long .Ltrap_stub_\vector
	.popsection
	.endm

	.section .rodata
	.balign 4
	.globl trap_stubs
trap_stubs:

	.text
	.globl trap_stubs_start
	.type trap_stubs_start, @function
trap_stubs_start:
	.set vector, 0
	.rept 256
	stub %vector
	.set vector, vector + 1
	.endr
	.size trap_stubs_start, . - trap_stubs_start

	.type trap_common, @function
trap_common:
	complete
	testb $3, FRAME_CS(%esp)
	jnz from_ring3
in_kernel:
	pushl %esp
	call trap
	addl $4, %esp
	popal
	popl %es
	popl %ds
	addl $8, %esp           /* trapno, err */
	iret

/* The watchdog's NMI says that a program has hung: it is handled as in the kernel. */
nmi:
	complete
	jmp in_kernel

/* The frame lies where ring3_trap_to said, and so does the stack pointer. */
from_ring3:
	movl %cr2, %eax
	jmp *ring3_entry
	.size trap_common, . - trap_common

/* The double-fault task starts here, on its own stack: the interrupted one is not to be trusted. */
	.globl double_fault_entry
	.type double_fault_entry, @function
double_fault_entry:
	call double_fault_panic
	.size double_fault_entry, . - double_fault_entry

	.section .note.GNU-stack, "", @progbits
