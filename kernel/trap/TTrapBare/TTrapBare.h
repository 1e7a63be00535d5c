/** @file
 * TTrapBare: a kernel without virtual machines: it has no system calls for one.
 */
#ifndef TTRAPBARE_H
#define TTRAPBARE_H
#include <TTrapArg.h>

/** It is the kernel that runs, and no program. */
#define IN_KERNEL (!PUCtx_IN_RING3)

/** No system call has this number.  Returns 1: only the caller ran. */
flag_t vm_serve(word_t number);
#define vm_serve_PRE(number)     (IN_CALL)
#define vm_serve_ASSIGNS(number) VAR(PUCtx.context[ME]), VAR(PUCtx.access[ME])
#define vm_serve_POST(number)    (CLAUSE(RESULT == 1) && ANSWERS_0(SYS_E_CALL))
#define IS_STATED(number)        (1)

/** A process that ends has no virtual machine. */
void vm_end(void);
#define vm_end_PRE()     (IN_TRAP)
#define vm_end_ASSIGNS() NOTHING
#define vm_end_POST()    (1)

#endif
