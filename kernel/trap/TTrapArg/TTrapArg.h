/** @file
 * TTrapArg: the arguments of a system call, and its results.
 *
 * The process that runs has trapped, and its registers lie in its user context.  From here on
 * nobody has to know which register is which argument: syscall.h has the agreement.
 */
#ifndef TTRAPARG_H
#define TTRAPARG_H
#include <PProc.h>
#include <Console.h>
#include <Clock.h>
#include <Files.h>
#include <RAM.h>
#include <syscall.h>

/** Argument k of the system call, from 0, which is its number; result k, from 0, the error. */
#define SYS_WORDS   6u
#define ARG_WORD(k) \
	((k) == 0 ? UCTX_EAX : (k) == 1 ? UCTX_EBX : (k) == 2 ? UCTX_ECX : (k) == 3 ? UCTX_EDX \
	 : (k) == 4 ? UCTX_ESI : UCTX_EDI)
#define ARG(k)      UCTX(ME, ARG_WORD(k))

/** The process that runs has trapped; and there is nothing that it would try again. */
#define IN_TRAP (MBoot.ready == 1 && ME != 0 && PUCtx.made[ME] == 1)
#define IN_CALL (IN_TRAP && PUCtx.access[ME].kind == ACCESS_NONE)

/** Argument k of the system call. */
word_t uctx_arg(index_t k);
#define uctx_arg_PRE(k)     (IN_TRAP && (k) < SYS_WORDS)
#define uctx_arg_ASSIGNS(k) NOTHING
#define uctx_arg_POST(k)    (CLAUSE(RESULT == ARG(k)))

/** The address of the latest page fault. */
vaddr_t uctx_fault(void);
#define uctx_fault_PRE()     (IN_TRAP)
#define uctx_fault_ASSIGNS() NOTHING
#define uctx_fault_POST()    (CLAUSE(RESULT == UCTX(ME, UCTX_FAULT)))

/** Let e be the error with which the system call returns. */
void uctx_set_errno(word_t e);
#define uctx_set_errno_PRE(e)     (IN_CALL)
#define uctx_set_errno_ASSIGNS(e) VAR(UCTX(ME, UCTX_EAX)), VAR(PUCtx.access[ME])
#define uctx_set_errno_POST(e) \
	(CLAUSE(UCTX(ME, UCTX_EAX) == (e)) && CLAUSE(NO_ACCESS(PUCtx.access[ME])))

/** Let v be result k, from 1, of the system call. */
void uctx_set_retval(index_t k, word_t v);
#define uctx_set_retval_PRE(k, v)     (IN_CALL && 1 <= (k) && (k) < SYS_WORDS)
#define uctx_set_retval_ASSIGNS(k, v) VAR(ARG(k)), VAR(PUCtx.access[ME])
#define uctx_set_retval_POST(k, v) \
	(CLAUSE(ARG(k) == (v)) && CLAUSE(NO_ACCESS(PUCtx.access[ME])))

/** The call returns error e and, if that is SYS_OK, n results; the other registers of the program
 * are as they were. */
#define ANSWERS(e, n, v1, v2, v3, v4, v5) \
	(CLAUSE(ALL(k, UCTX_WORDS, UCTX(ME, k) == \
	            ((k) == UCTX_EAX ? (e) : (e) != SYS_OK ? OLD(UCTX(ME, k)) \
	             : (k) == UCTX_EBX && (n) >= 1 ? (v1) : (k) == UCTX_ECX && (n) >= 2 ? (v2) \
	             : (k) == UCTX_EDX && (n) >= 3 ? (v3) : (k) == UCTX_ESI && (n) >= 4 ? (v4) \
	             : (k) == UCTX_EDI && (n) >= 5 ? (v5) : OLD(UCTX(ME, k))))) && \
	 CLAUSE(NO_ACCESS(PUCtx.access[ME])))
#define ANSWERS_0(e)    ANSWERS(e, 0, 0, 0, 0, 0, 0)
#define ANSWERS_1(e, v) ANSWERS(e, 1, v, 0, 0, 0, 0)
#define ANSWER_ASSIGNS() VAR(PUCtx.context[ME]), VAR(PUCtx.access[ME])
/** Argument k as the call was made. */
#define WAS_ARG(k) OLD(ARG(k))

/** The caller has a page at va, and may write to it. */
#define IS_MY_PAGE(va) \
	(IS_USER(va) && (va) % PAGE_SIZE == 0 && PAGE(ME, va) % PAGE_SIZE == USER_WRITES)

/** The frame of the page that the process that runs has at va, and may write to; 0 for none. */
frame_t user_frame(word_t va);
#define user_frame_PRE(va)     (IN_TRAP)
#define user_frame_ASSIGNS(va) NOTHING
#define user_frame_POST(va) \
	(CLAUSE(RESULT == (IS_MY_PAGE(va) ? PAGE(ME, va) / PAGE_SIZE : 0)))

#endif
