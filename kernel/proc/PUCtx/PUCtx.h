/** @file
 * PUCtx: user contexts, and the way to ring 3 and back.
 *
 * A user context is what a program in ring 3 needs to go on.  uctx_run lets it go on, and returns
 * when a trap has brought control back: for the kernel, a program is a call that takes a while.
 * What a program can do meanwhile is stated here, too: it loads and stores, as far as its map
 * allows, and makes system calls.
 */
#ifndef PUCTX_H
#define PUCTX_H
#include <PIPC.h>
#include <Ring3.h>

struct uctx {
	word_t word[UCTX_WORDS];
};

/** A load or store that a page fault has kept a program from: it is tried again when the program
 * goes on, unless the kernel lets it go on elsewhere. */
struct access {
	u32 kind; /**< ACCESS_NONE, ACCESS_LOAD or ACCESS_STORE */
	vaddr_t address;
	word_t value; /**< to store */
};
#define ACCESS_NONE  0u
#define ACCESS_LOAD  1u
#define ACCESS_STORE 2u

struct PUCtx_state {
	u8 made[NTHREADS];             /**< 1 if the thread has a user context */
	image_t image[NTHREADS];       /**< of its program */
	struct uctx context[NTHREADS];
	struct access access[NTHREADS];
	u32 running;                   /**< 1 + the thread whose program runs; 0: the kernel runs */
	struct registers kernel;       /**< with which uctx_run returns to the kernel */
};
STATE(PUCtx)

/** Word i of the user context of thread t; the thread whose program runs, if one does. */
#define UCTX(t, i) PUCtx.context[t].word[i]
#define RUNNER     (PUCtx.running == 0 ? 0 : PUCtx.running - 1)

/** The word that a retried store goes to is one of the map's; nothing is kept of no access. */
#define IS_ACCESS(t) \
	(PUCtx.access[t].kind == ACCESS_NONE ? NO_ACCESS(PUCtx.access[t]) \
	 : PUCtx.access[t].kind <= ACCESS_STORE && IS_USER_ACCESS(PUCtx.access[t].address))
#define NO_ACCESS(a) ((a).kind == ACCESS_NONE && (a).address == 0 && (a).value == 0)
#define SAME_ACCESS(a, b) \
	((a).kind == (b).kind && (a).address == (b).address && (a).value == (b).value)

#define PUCtx_INVARIANT \
	(PUCtx.running <= NTHREADS && \
	 IMPLIES(PUCtx.running != 0, MBoot.ready == 1 && PUCtx.made[RUNNER] == 1) && \
	 ALL(t, NTHREADS, PUCtx.made[t] <= 1 && PUCtx.image[t] < NIMAGES && IS_ACCESS(t)))

/** While a program runs, nothing can be called but what programs do. */
#define PUCtx_IN_RING3 (PUCtx.running != 0)

/** Interrupts are on in ring 3; the other flag is always 1. */
#define USER_EFLAGS 0x202u

/** The words that the kernel may set, and those that it may look at: what is in the others differs
 * from build to build, or means nothing. */
#define CAN_SET(i) \
	(((i) <= UCTX_EAX && (i) != UCTX_OESP) || (i) == UCTX_EIP || (i) == UCTX_ESP)
#define CAN_GET(i) \
	((i) < UCTX_WORDS && (i) != UCTX_EBP && (i) != UCTX_OESP && (i) != UCTX_EIP && \
	 (i) != UCTX_EFLAGS && (i) != UCTX_ESP)

/** Make a user context for thread t, whose program has image i: it starts at eip with stack pointer
 * esp, and with zeroes in all other registers. */
void uctx_new(thread_t t, image_t i, vaddr_t eip, vaddr_t esp);
#define uctx_new_PRE(t, i, eip, esp) ((t) < NTHREADS && (i) < NIMAGES)
#define uctx_new_ASSIGNS(t, i, eip, esp) \
	VAR(PUCtx.made[t]), VAR(PUCtx.image[t]), VAR(PUCtx.context[t]), VAR(PUCtx.access[t])
#define uctx_new_POST(t, i, eip, esp) \
	(CLAUSE(PUCtx.made[t] == 1) && CLAUSE(PUCtx.image[t] == (i)) && \
	 CLAUSE(NO_ACCESS(PUCtx.access[t])) && \
	 CLAUSE(ALL(k, UCTX_WORDS, UCTX(t, k) == START_WORD(k, eip, esp))))
#define START_WORD(i, eip, esp) \
	((i) == UCTX_EIP ? (eip) : (i) == UCTX_ESP ? (esp) : (i) == UCTX_EFLAGS ? USER_EFLAGS \
	 : (i) == UCTX_CS ? USER_CODE \
	 : (i) == UCTX_DS || (i) == UCTX_ES || (i) == UCTX_SS ? USER_DATA : 0)

/** The image of the program of thread t. */
image_t uctx_image(thread_t t);
#define uctx_image_PRE(t)     ((t) < NTHREADS && PUCtx.made[t] == 1)
#define uctx_image_ASSIGNS(t) NOTHING
#define uctx_image_POST(t)    (CLAUSE(RESULT == PUCtx.image[t]))

/** Word i of the user context of thread t. */
word_t uctx_get(thread_t t, uword_t i);
#define uctx_get_PRE(t, i)     ((t) < NTHREADS && PUCtx.made[t] == 1 && CAN_GET(i))
#define uctx_get_ASSIGNS(t, i) NOTHING
#define uctx_get_POST(t, i)    (CLAUSE(RESULT == UCTX(t, i)))

/** Let word i of the user context of thread t, a general register, EIP or ESP, be v.  A program
 * that is sent elsewhere by EIP does not try again what a page fault kept it from; until then no
 * other register is to be set, since that access may depend on it. */
void uctx_set(thread_t t, uword_t i, word_t v);
#define uctx_set_PRE(t, i, v) \
	((t) < NTHREADS && PUCtx.made[t] == 1 && CAN_SET(i) && \
	 ((i) == UCTX_EIP || PUCtx.access[t].kind == ACCESS_NONE))
#define uctx_set_ASSIGNS(t, i, v) VAR(UCTX(t, i)), VAR(PUCtx.access[t])
#define uctx_set_POST(t, i, v) \
	(CLAUSE(UCTX(t, i) == (v)) && CLAUSE(NO_ACCESS(PUCtx.access[t])))

/** An address that programs here try: a user address, or one of the kernel's memory. */
#define IS_USER_ACCESS(va) (IS_USER(va) || ((va) % 4 == 0 && (va) < LEAST_PADDR))
/** The map in use (that of the boot has no user pages, as map 0); the page of map n at va, and
 * where in memory va is. */
#define IN_USE          (MPTIntro.loaded == 0 ? 0 : MPTIntro.loaded - 1)
#define MAP_PAGE(n, va) MPTIntro.page[n][PAGE_OF(va)]
#define MAP_WORD(n, va) (MAP_PAGE(n, va) / PAGE_SIZE * PAGE_SIZE + (va) % PAGE_SIZE)
/** Map n lets a program load at va, or store. */
#define MAY_LOAD(n, va)  (IS_USER(va) && MAP_PAGE(n, va) / PTE_USER % 2 == 1)
#define MAY_STORE(n, va) (MAY_LOAD(n, va) && MAP_PAGE(n, va) / PTE_WRITE % 2 == 1)
/** What the processor says of a page fault: was there a page, is it a store, is it ring 3? */
#define FAULT_ERROR(n, va, is_store) \
	((!IS_USER(va) || MAP_PAGE(n, va) != 0 ? 1u : 0u) + ((is_store) ? 2u : 0u) + 4u)

/** If s, the word at physical address a is v; else memory is as it was. */
#define STORED_IF(s, a, v) \
	(CLAUSE(MPTIntro.zero[(a) / PAGE_SIZE] == \
	        ((s) ? 0 : OLD(MPTIntro.zero[(a) / PAGE_SIZE]))) && \
	 CLAUSE(ALL_FROM(w, FRAME_WORD((a) / PAGE_SIZE), ENTRIES, MPTIntro.word[w] == \
	     ((s) && w == WORD_INDEX(a) ? (v) \
	      : (s) && WAS_ZERO(a) ? 0 : OLD(MPTIntro.word[w])))) && \
	 CLAUSE(ALL_FROM(w, FRAME_WORD((a) / PAGE_SIZE), ENTRIES, MPTIntro.known[w] == \
	     ((s) && (w == WORD_INDEX(a) || WAS_ZERO(a)) ? 1 : OLD(MPTIntro.known[w])))))
/** Where a store to va goes that map n lets be done; of another one, anywhere. */
#define STORE_WORD(n, va) (MAY_STORE(n, va) ? MAP_WORD(n, va) : LEAST_PADDR)

/** Let the program of thread t, which runs, go on in ring 3, under the map in use.  Returns when a
 * trap brings control back: the number of the trap, which is in the user context, too.  A load or
 * store that a page fault has kept the program from is tried again; if it may still not be done,
 * the call returns at once.  FS and GS are no part of the context: they are USER_DATA whenever a
 * program goes on. */
u32 uctx_run(thread_t t);
#define uctx_run_PRE(t)     (MBoot.ready == 1 && (t) == PCID.current && PUCtx.made[t] == 1)
#define uctx_run_ASSIGNS(t) GOES_ON_ASSIGNS(t, IN_USE)
#define uctx_run_POST(t)    GOES_ON(t, IN_USE)
/** The program of thread t goes on under map n. */
#define GOES_ON_ASSIGNS(t, n) \
	VAR(PUCtx.running), VAR(PUCtx.kernel), VAR(PUCtx.access[t]), VAR(UCTX(t, UCTX_ERROR)), \
	VAR(Machine.cpu), VAR(Machine.scratch), \
	page_store_ASSIGNS(STORE_WORD(n, PUCtx.access[t].address), 0)
#define GOES_ON(t, n) \
	(CLAUSE(RESULT == (OLD(CAN_GO_ON(t, n)) ? 0 : TRAP_PAGE_FAULT)) && \
	 CLAUSE(PUCtx.running == (OLD(CAN_GO_ON(t, n)) ? (t) + 1 : 0)) && \
	 CLAUSE(SAME_REGISTERS(PUCtx.kernel, OLD(CAN_GO_ON(t, n)) ? OLD(Machine.cpu) \
	                                                          : OLD(PUCtx.kernel))) && \
	 CLAUSE(OLD(CAN_GO_ON(t, n)) ? NO_ACCESS(PUCtx.access[t]) \
	        : SAME_ACCESS(PUCtx.access[t], OLD(PUCtx.access[t]))) && \
	 CLAUSE(UCTX(t, UCTX_ERROR) == (OLD(CAN_GO_ON(t, n)) ? OLD(UCTX(t, UCTX_ERROR)) \
	        : OLD(FAULT_ERROR(n, PUCtx.access[t].address, \
	                          PUCtx.access[t].kind == ACCESS_STORE)))) && \
	 STORED_IF(OLD(PUCtx.access[t].kind == ACCESS_STORE && CAN_GO_ON(t, n)), \
	           OLD(STORE_WORD(n, PUCtx.access[t].address)), OLD(PUCtx.access[t].value)) && \
	 CLAUSE(OLD(CAN_GO_ON(t, n)) ? IS_USERS(Machine.cpu, t) \
	        : SAME_REGISTERS(Machine.cpu, OLD(Machine.cpu))) && \
	 CLAUSE(Machine.scratch.known == (OLD(CAN_GO_ON(t, n)) ? 3 \
	                                  : OLD(Machine.scratch.known))) && \
	 CLAUSE(Machine.scratch.eax == (!OLD(CAN_GO_ON(t, n)) ? OLD(Machine.scratch.eax) \
	        : OLD(PUCtx.access[t].kind == ACCESS_LOAD) \
	          ? OLD(DATA_WORD(MAP_WORD(n, PUCtx.access[t].address))) \
	          : UCTX(t, UCTX_EAX))) && \
	 CLAUSE(Machine.scratch.ecx == (OLD(CAN_GO_ON(t, n)) ? UCTX(t, UCTX_ECX) \
	                                : OLD(Machine.scratch.ecx))) && \
	 CLAUSE(Machine.scratch.edx == (OLD(CAN_GO_ON(t, n)) ? UCTX(t, UCTX_EDX) \
	                                : OLD(Machine.scratch.edx))))
/** What is to be tried again may be done under map n, or there is nothing to be tried. */
#define CAN_GO_ON(t, n) \
	(PUCtx.access[t].kind == ACCESS_NONE || \
	 (PUCtx.access[t].kind == ACCESS_LOAD && MAY_LOAD(n, PUCtx.access[t].address)) || \
	 (PUCtx.access[t].kind == ACCESS_STORE && MAY_STORE(n, PUCtx.access[t].address)))
/** The registers r are those of the user context of thread t. */
#define IS_USERS(r, t) \
	((r).ebx == UCTX(t, UCTX_EBX) && (r).esi == UCTX(t, UCTX_ESI) && \
	 (r).edi == UCTX(t, UCTX_EDI) && (r).ebp == UCTX(t, UCTX_EBP) && \
	 (r).esp == UCTX(t, UCTX_ESP) && (r).eip == UCTX(t, UCTX_EIP))

/** The program that runs loads the word at va.  Returns it; if its map does not let it, a page
 * fault brings control back to the kernel. */
u32 user_load(uaddr_t va);
#define user_load_PRE(va)     (PUCtx.running != 0 && IS_USER_ACCESS(va))
#define user_load_ASSIGNS(va) TRAP_ASSIGNS()
#define user_load_POST(va) \
	(CLAUSE(RESULT == (OLD(MAY_LOAD(IN_USE, va)) \
	                   ? OLD(DATA_WORD(MAP_WORD(IN_USE, va))) : 0)) && \
	 FAULTED_IF(!OLD(MAY_LOAD(IN_USE, va)), va, ACCESS_LOAD, 0))

/** The program that runs stores v in the word at va; if its map does not let it, a page fault
 * brings control back to the kernel. */
void user_store(uaddr_t va, word_t v);
#define user_store_PRE(va, v) (PUCtx.running != 0 && IS_USER_ACCESS(va))
#define user_store_ASSIGNS(va, v) \
	TRAP_ASSIGNS(), page_store_ASSIGNS(STORE_WORD(IN_USE, va), v)
#define user_store_POST(va, v) \
	(STORED_IF(OLD(MAY_STORE(IN_USE, va)), OLD(STORE_WORD(IN_USE, va)), v) && \
	 FAULTED_IF(!OLD(MAY_STORE(IN_USE, va)), va, ACCESS_STORE, v))

/** The program that runs makes a system call: a trap brings control back to the kernel, with these
 * six registers in the user context. */
void user_syscall(reg_t eax, reg_t ebx, reg_t ecx, reg_t edx, reg_t esi, reg_t edi);
#define user_syscall_PRE(eax, ebx, ecx, edx, esi, edi)     (PUCtx.running != 0)
#define user_syscall_ASSIGNS(eax, ebx, ecx, edx, esi, edi) TRAP_ASSIGNS()
#define user_syscall_POST(eax, ebx, ecx, edx, esi, edi) \
	(CLAUSE(PUCtx.running == 0) && \
	 CLAUSE(SAME_REGISTERS(Machine.cpu, OLD(PUCtx.kernel))) && \
	 CLAUSE(ALL(i, UCTX_WORDS, UCTX(OLD(RUNNER), i) == \
	     (i == UCTX_EAX ? (eax) : i == UCTX_EBX ? (ebx) : i == UCTX_ECX ? (ecx) \
	      : i == UCTX_EDX ? (edx) : i == UCTX_ESI ? (esi) : i == UCTX_EDI ? (edi) \
	      : OLD(TRAP_WORD(i, TRAP_SYSTEM_CALL, 0))))) && \
	 CLAUSE(SAME_ACCESS(PUCtx.access[OLD(RUNNER)], OLD(PUCtx.access[RUNNER]))) && \
	 IS_TRAP_RESULT(1, TRAP_SYSTEM_CALL))

/** What a trap changes, but for the mode: the context of the program that ran. */
#define TRAP_ASSIGNS() \
	VAR(PUCtx.running), VAR(PUCtx.context[RUNNER]), VAR(PUCtx.access[RUNNER]), \
	VAR(Machine.cpu), VAR(Machine.scratch)
/** If f, a page fault at va brings control back to the kernel, and the access is kept; else all is
 * as it was. */
#define FAULTED_IF(f, va, access_kind, v) \
	(CLAUSE(PUCtx.running == ((f) ? 0 : OLD(PUCtx.running))) && \
	 CLAUSE(SAME_REGISTERS(Machine.cpu, (f) ? OLD(PUCtx.kernel) : OLD(Machine.cpu))) && \
	 CLAUSE(ALL(i, UCTX_WORDS, UCTX(OLD(RUNNER), i) == \
	            ((f) ? OLD(FAULT_WORD(i, va, access_kind)) : OLD(UCTX(RUNNER, i))))) && \
	 CLAUSE((f) ? PUCtx.access[OLD(RUNNER)].kind == (access_kind) && \
	              PUCtx.access[OLD(RUNNER)].address == (va) && \
	              PUCtx.access[OLD(RUNNER)].value == (v) \
	            : SAME_ACCESS(PUCtx.access[OLD(RUNNER)], OLD(PUCtx.access[RUNNER]))) && \
	 IS_TRAP_RESULT(f, TRAP_PAGE_FAULT))
/** Word i of the context of the program that runs, at a trap; when it faults at va. */
#define TRAP_WORD(i, number, error) \
	((i) == UCTX_EBX ? Machine.cpu.ebx : (i) == UCTX_ESI ? Machine.cpu.esi \
	 : (i) == UCTX_EDI ? Machine.cpu.edi : (i) == UCTX_EBP ? Machine.cpu.ebp \
	 : (i) == UCTX_ESP ? Machine.cpu.esp : (i) == UCTX_EIP ? Machine.cpu.eip \
	 : (i) == UCTX_EAX ? Machine.scratch.eax : (i) == UCTX_ECX ? Machine.scratch.ecx \
	 : (i) == UCTX_EDX ? Machine.scratch.edx : (i) == UCTX_TRAP ? (number) \
	 : (i) == UCTX_ERROR ? (error) : UCTX(RUNNER, i))
#define FAULT_WORD(i, va, access_kind) \
	((i) == UCTX_FAULT ? (va) \
	 : TRAP_WORD(i, TRAP_PAGE_FAULT, FAULT_ERROR(IN_USE, va, (access_kind) == ACCESS_STORE)))
/** If t, uctx_run returns the trap's number; else the scratch registers are as they were. */
#define IS_TRAP_RESULT(t, number) \
	(CLAUSE(Machine.scratch.known == ((t) ? 1 : OLD(Machine.scratch.known))) && \
	 CLAUSE(Machine.scratch.eax == ((t) ? (number) : OLD(Machine.scratch.eax))) && \
	 CLAUSE(Machine.scratch.ecx == ((t) ? 0 : OLD(Machine.scratch.ecx))) && \
	 CLAUSE(Machine.scratch.edx == ((t) ? 0 : OLD(Machine.scratch.edx))))

#endif
