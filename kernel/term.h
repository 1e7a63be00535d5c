/* term.h: what differs from term to term, so that a solution of another term's does not fit unread.
 *
 * `make term SEED=N` gives each name its number in term N, and makes all that follows from these
 * numbers.  The names are the same in every term, and elsewhere there are only names.  Term 0 is
 * the standard one: states, registers, errors and calls are numbered in the order in which they
 * stand here.
 */
#ifndef TERM_H
#define TERM_H

#define TERM 0

/* Threads, and as many page maps, contexts and channels; the slot of a directory at which user
 * addresses end; and bytes of a program's stack, which lies there.  The small world of sizes.h has
 * numbers of its own for these.  An assembler reads them, too. */
#define TERM_THREADS         64
#define TERM_END_USER_SLOT   960
#define TERM_USER_STACK_SIZE 0x10000

/* The states of a thread: the last is THREAD_DEAD in every term. */
#define THREAD_READY 0u /* waits for its turn */
#define THREAD_RUN   1u
#define THREAD_SLEEP 2u /* waits to be woken */
#define THREAD_DEAD  3u /* is not there */

/* All registers of a guest, whether the control block has them or not.  The numbers up to VM_ESP
 * are the same in every term. */
#define VM_EAX    0u
#define VM_EBX    1u
#define VM_ECX    2u
#define VM_EDX    3u
#define VM_ESI    4u
#define VM_EDI    5u
#define VM_EBP    6u
#define VM_ESP    7u
#define VM_EIP    8u
#define VM_EFLAGS 9u
#define VM_CR0    10u
#define VM_CR2    11u
#define VM_CR3    12u
#define VM_CR4    13u
#define VM_REGS   14u

/* Errors. */
#define SYS_OK       0u
#define SYS_E_MEMORY 1u  /* no frame is left, or no thread */
#define SYS_E_FULL   2u  /* there is a word in the channel already */
#define SYS_E_CALL   3u  /* no system call has this number */
#define SYS_E_ADDR   4u  /* no address that the call can use */
#define SYS_E_PID    5u  /* no process has this number */
#define SYS_E_REG    6u  /* no register of a guest has this number, or it does not take the value */
#define SYS_E_SEG    7u  /* no segment of a guest has this number, or it does not take the value */
#define SYS_E_EVENT  8u  /* no such event, or one is to be delivered already */
#define SYS_E_EMPTY  9u  /* there is nothing to receive, or to read */
#define SYS_E_VM     10u /* the virtual machine is not the caller's, or there is none */
#define SYS_E_CHAN   11u /* nobody receives from this channel */
#define SYS_E_FILE   12u /* there is no file of this number, or it is no program */
#define SYS_E_SIZE   13u /* too many bytes, or a page behind the end of the file */
#define SYS_ERRORS   14u

/* Processes. */
#define SYS_GETPID   0u  /* () -> the caller's number */
#define SYS_YIELD    1u  /* (): let the others run first */
#define SYS_EXIT     2u  /* (status): end; does not return */
#define SYS_SPAWN    3u  /* (file) -> the number of a new process that runs this program */
#define SYS_KILL     4u  /* (pid): let that process end, with status SYS_KILLED */
#define SYS_STATUS   5u  /* (pid) -> PROC_RUNS and so on, its file, its status, its pages */

/* Channels: that of a process has its number. */
#define SYS_SEND     6u  /* (channel, word, then): what is then done, SYS_THEN_ in syscall.h.  After
                          * SYS_THEN_RECEIVE -> the word received */
#define SYS_CHECK    7u  /* () -> 1 if there is a word in the caller's channel */
#define SYS_RECV     8u  /* () -> the word */
#define SYS_WAIT     9u  /* (channel): sleep until it may be empty; then ask again, by sending */

/* The console. */
#define SYS_WRITE    10u /* (count, w0, w1, w2, w3): as many bytes of these words, 16 at most */
#define SYS_READ     11u /* (rest) -> a byte that was typed.  If there is none, nobody else is
                          * ready and rest is not 0, the processor rests a moment */

/* Files: what the boot loader brought, numbered from 0. */
#define SYS_FILE_SIZE 12u /* (file) -> bytes */
#define SYS_FILE_NAME 13u /* (file) -> 16 bytes of its name, in four words, filled with zeroes */
#define SYS_FILE_PAGE 14u /* (file, page, address): copy that page of it to the caller's page at
                           * the address; behind the end of the file there are zeroes */
#define SYS_CLOCK     15u /* () -> how many times a millisecond RDTSC counts; how many ticks of the
                           * clock a second has */
#define SYS_MEMORY    16u /* () -> KiB of memory that the machine has for kernel and programs */

/* The virtual machine.  It is one process's at a time. */
#define SYS_VM_TAKE   17u /* (): it is the caller's; its guest is as one is made */
#define SYS_VM_LEAVE  18u /* () */
#define SYS_VM_MAP    19u /* (page of the guest's memory, address): it is the caller's page there */
#define SYS_VM_RUN    20u /* (EIP, EAX): go on there with this EAX; returns when the guest exits */
#define SYS_VM_EXIT   21u /* () -> why the guest exited; SYS_VM_IO word after EXIT_IO, else 0; EIP
                           * behind the instruction after EXIT_IO, the guest's physical address
                           * after EXIT_PAGE; its EIP; its EAX.  Does what SYS_VM_SYNC does first */
#define SYS_VM_SYNC   22u /* (): deliver again what an exit has interrupted, close an open window */
#define SYS_VM_GET    23u /* (register) -> value */
#define SYS_VM_SET    24u /* (register, value) */
#define SYS_VM_SEG    25u /* (segment, selector, base, limit, attributes) */
#define SYS_VM_INJECT 26u /* (type, vector, error, has an error code) */
#define SYS_VM_WINDOW 27u /* (1: exit as soon as the guest lets in an interrupt; 0: do not) */
#define SYS_VM_SHADOW 28u /* () -> 1 if no interrupt may be delivered before the next instruction */
#define SYS_VM_EVENT  29u /* () -> 1 if an event is to be delivered already */
#define SYS_VM_REASON 30u /* () -> why the guest exited */
#define SYS_VM_PORT   31u /* () -> after EXIT_IO the port ... */
#define SYS_VM_WIDTH  32u /* () -> the bytes at a time */
#define SYS_VM_REP    33u /* () -> 1 if it is repeated */
#define SYS_VM_STRING 34u /* () -> 1 if it is from or to memory */
#define SYS_VM_OUT    35u /* () -> 1 if the guest writes to the port */
#define SYS_VM_NEXT   36u /* () -> EIP behind the instruction */
#define SYS_VM_FAULT  37u /* () -> after EXIT_PAGE the guest's physical address */
#define SYSCALLS      38u

#endif
