/* syscall.h: the system calls, as the kernel and programs in ring 3 know them.
 *
 * A program puts the number of the call into EAX and its arguments into EBX, ECX, EDX, ESI and EDI,
 * and executes `int $48`.  Behind that EAX is an error, SYS_OK if there is none, and the results
 * are in EBX, ECX, EDX, ESI and EDI, in this order; a register that is no result is as it was.
 *
 * Nothing goes through memory, so no call has to trust an address for that.
 */
#ifndef SYSCALL_H
#define SYSCALL_H

#include <term.h> /* the calls and their errors: a term has its own numbers for them */

/* What becomes of a process, and its status if it did not say one. */
#define PROC_NONE    0u /* there was none of this number yet */
#define PROC_RUNS    1u
#define PROC_ENDS    2u /* it will do nothing any more, and is about to give back what it has */
#define PROC_ENDED   3u
#define SYS_KILLED   0xffffffffu
#define SYS_FAULTED  0xfffffffeu

/* What SYS_SEND does when the word is sent: return; let the others run first (so does any other
 * number); and behind that receive a word, as SYS_RECV does. */
#define SYS_THEN_RETURN  0u
#define SYS_THEN_YIELD   1u
#define SYS_THEN_RECEIVE 2u

#define SYS_CHARS    16u /* bytes that a call of SYS_WRITE has at most */
#define SYS_TRAP     48u

/* The word of SYS_VM_EXIT after EXIT_IO, with the port in its high half: width, and flags.  After
 * EXIT_MSR, whether it was WRMSR. */
#define SYS_VM_IO_WIDTH  0x0fu
#define SYS_VM_IO_REP    0x10u
#define SYS_VM_IO_STRING 0x20u
#define SYS_VM_IO_OUT    0x40u

#endif
