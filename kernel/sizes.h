/* sizes.h: the sizes of the kernel's world, in one place.
 *
 * SMALL_SCOPE is the world of the exhaustive checker: the same specifications and the same modules
 * with sizes so small that every reachable state can be visited.
 */
#ifndef SIZES_H
#define SIZES_H

#include <term.h> /* states of threads and registers of guests, too */

/* A number of term.h, in C. */
#define TERM_NUMBER(n)     UNSIGNED_NUMBER(n)
#define UNSIGNED_NUMBER(n) n##u

#ifdef SMALL_SCOPE
#define PAGE_SIZE       16u
#define NMAPS           3u /* page maps */
#define LEAST_FRAME     4u /* least frame that is not the kernel's */
#define NFRAMES         8u /* frames that the kernel can use */
#define FIRST_USER_SLOT 1u /* directory slots for user addresses */
#define END_USER_SLOT   3u
#define NCTX            3u /* kernel contexts */
#define MAX_ROWS        3u /* rows of a memory map */
#else
#define PAGE_SIZE       4096u
#define NMAPS           TERM_NUMBER(TERM_THREADS)
#define LEAST_FRAME     2048u   /* 8 MiB: the kernel's image and the directories end below */
#define NFRAMES         262144u /* 1 GiB: the direct map */
#define FIRST_USER_SLOT 256u    /* 1 GiB */
#define END_USER_SLOT   TERM_NUMBER(TERM_END_USER_SLOT)
#define NCTX            TERM_NUMBER(TERM_THREADS)
#define MAX_ROWS        64u
#endif

#define LEAST_PADDR (LEAST_FRAME * PAGE_SIZE)

/* A page map is a directory with SLOTS entries, each for a table with ENTRIES pages.  The
 * directories of all maps are the last frames of the kernel. */
#define ENTRIES            (PAGE_SIZE / 4u)
#define SLOTS              ENTRIES
#define USER_PAGES         ((END_USER_SLOT - FIRST_USER_SLOT) * ENTRIES)
#define FIRST_DIRECTORY    (LEAST_FRAME - NMAPS)
#define DIRECTORY_FRAME(n) (FIRST_DIRECTORY + (n))

/* An entry of a directory or a table: FRAME * PAGE_SIZE + PTE_SEEN + what it allows.  PTE_SEEN are
 * the bits "accessed" and "dirty".  They are set from the start, so that the processor has no
 * reason to write to an entry. */
#define PTE_PRESENT 1u
#define PTE_WRITE   2u
#define PTE_USER    4u
#ifdef SMALL_SCOPE
#define PTE_SEEN    8u
#else
#define PTE_SEEN    0x60u
#endif

/* Physical memory that a layer may load and store, in words from LEAST_WORD up. */
#define LEAST_WORD (FIRST_DIRECTORY * PAGE_SIZE)
#ifdef LOCKSTEP
/* The abstract machine inside a kernel follows the first 64 MiB only. */
#define NWORDS (0x1000000u - LEAST_WORD / 4u)
#else
#define NWORDS ((NFRAMES - FIRST_DIRECTORY) * ENTRIES)
#endif

/* Nested page tables: they say which frame is which page of a guest's memory.  They are those of
 * PAE, so an entry has two words, and a table half as many entries as others.  In this order: the
 * root, of which one entry is used, the directory, and the tables; a page map's directories lie
 * behind. */
#ifdef SMALL_SCOPE
#define NPT_TABLES 2u
#define NPT_FRAME  16u
#else
#define NPT_TABLES 128u /* for 256 MiB */
#define NPT_FRAME  (FIRST_DIRECTORY - NPT_FRAMES)
#endif
#define NPT_FRAMES  (2u + NPT_TABLES)
#define NPT_WORDS   (NPT_FRAMES * ENTRIES)
#define NPT_ENTRIES (PAGE_SIZE / 8u)
#define GUEST_PAGES (NPT_TABLES * NPT_ENTRIES)

/* The control block of the guest (VMCB), in words, at the offsets of AMD's manual (volume 2,
 * appendix B).  What has 64 bits there is here its low word; the high one follows.  The frames
 * before it have all bits set: they are the permission maps, by which a guest may use no port and
 * no model-specific register. */
#define VMCB_WORDS        416u
#define VMCB_FRAME        (NPT_FRAME - 1u)
#define PERMISSION_FRAMES 3u
#define PERMISSION_FRAME  (VMCB_FRAME - PERMISSION_FRAMES)
#define VMCB_EXCEPTIONS   2u
#define VMCB_INTERCEPT_1  3u /* which instructions and events exit */
#define VMCB_INTERCEPT_2  4u
#define VMCB_IO_MAP       16u
#define VMCB_MSR_MAP      18u
#define VMCB_ASID         22u
#define VMCB_TLB_CONTROL  23u
#define VMCB_INT_CTL      24u /* an interrupt that waits until the guest lets it in */
#define VMCB_INT_VECTOR   25u
#define VMCB_INT_STATE    26u
#define VMCB_EXIT_CODE    28u
#define VMCB_EXIT_INFO_1  30u
#define VMCB_EXIT_INFO_2  32u
#define VMCB_EXIT_EVENT   34u /* that was being delivered as the guest exited */
#define VMCB_NESTED       36u
#define VMCB_EVENT        42u /* to deliver as the guest goes on */
#define VMCB_EVENT_ERROR  43u
#define VMCB_NESTED_ROOT  44u
#define VMCB_NEXT_EIP     50u
#define VMCB_SEGMENT(s)   (256u + (s) * 4u)
#define VMCB_CPL          306u
#define VMCB_EFER         308u
#define VMCB_CR4          338u
#define VMCB_CR3          340u
#define VMCB_CR0          342u
#define VMCB_DR7          344u
#define VMCB_DR6          346u
#define VMCB_EFLAGS       348u
#define VMCB_EIP          350u
#define VMCB_ESP          374u
#define VMCB_EAX          382u
#define VMCB_STAR         384u /* from here on the registers of system calls */
#define VMCB_CR2          400u
#define VMCB_PAT          410u

/* The segments of a guest.  Each has four words: selector and attributes, limit, base. */
#define SEG_ES   0u
#define SEG_CS   1u
#define SEG_SS   2u
#define SEG_DS   3u
#define SEG_FS   4u
#define SEG_GS   5u
#define SEG_GDTR 6u
#define SEG_LDTR 7u
#define SEG_IDTR 8u
#define SEG_TR   9u
#define SEGMENTS_OF_GUEST 10u

/* The registers of a guest that are not in the control block. */
#define GREG_EBX 0u
#define GREG_ECX 1u
#define GREG_EDX 2u
#define GREG_ESI 3u
#define GREG_EDI 4u
#define GREG_EBP 5u
#define GREGS    6u

/* Events that are delivered to a guest. */
#define EVENT_INTERRUPT 0u
#define EVENT_NMI       2u
#define EVENT_EXCEPTION 3u
#define EVENT_SOFTWARE  4u

/* Why a guest exits. */
#define EXIT_HOST   0x60u /* an interrupt of the host */
#define EXIT_WINDOW 0x64u /* it lets an interrupt in */
#define EXIT_CPUID  0x72u
#define EXIT_HALT   0x78u
#define EXIT_IO     0x7bu
#define EXIT_MSR    0x7cu
#define EXIT_CALL   0x81u /* VMMCALL */
#define EXIT_SHUTDOWN 0x7fu /* it faulted as it was to handle a fault of a fault */
#define EXIT_PAGE   0x400u /* it finds no page, or may not write to it */

/* One stack slot a context: the lower half is a hole, so that an overflow faults. */
#define STACK_BASE      0xF0000000u
#define STACK_SLOT_SIZE 16384u
#define STACK_SIZE      8192u
#define STACK_TOP(n)    (STACK_BASE + ((n) + 1u) * STACK_SLOT_SIZE)

/* Threads.  A thread, its kernel context with its stack, its page map and the channel that it
 * receives from have the same number. */
#define NTHREADS    NMAPS
#define NIL         NTHREADS /* no thread */
#define READY_QUEUE NTHREADS /* of those that are ready; each number below is a queue to sleep in */
#define NQUEUES     (NTHREADS + 1u)
#define NCHANS      NTHREADS

/* A user context: what is to know of a program in ring 3 that does not run, in words.  It is in the
 * order in which a trap puts it into memory. */
#define UCTX_EDI    0u
#define UCTX_ESI    1u
#define UCTX_EBP    2u
#define UCTX_OESP   3u /* means nothing: PUSHAL puts it there */
#define UCTX_EBX    4u
#define UCTX_EDX    5u
#define UCTX_ECX    6u
#define UCTX_EAX    7u
#define UCTX_ES     8u
#define UCTX_DS     9u
#define UCTX_TRAP   10u /* number of the trap that ended it */
#define UCTX_ERROR  11u /* what the processor says of that trap */
#define UCTX_EIP    12u
#define UCTX_CS     13u
#define UCTX_EFLAGS 14u
#define UCTX_ESP    15u
#define UCTX_SS     16u
#define UCTX_FAULT  17u /* behind the rest: the address of its latest page fault */
#define UCTX_WORDS  18u

/* User addresses, in bytes.  A program's stack is at their end. */
#define USER_BASE      (FIRST_USER_SLOT * ENTRIES * PAGE_SIZE)
#define USER_END       (END_USER_SLOT * ENTRIES * PAGE_SIZE)
#define USER_STACK     (USER_END - USER_STACK_SIZE)
#ifdef SMALL_SCOPE
#define USER_STACK_SIZE PAGE_SIZE
#else
#define USER_STACK_SIZE TERM_NUMBER(TERM_USER_STACK_SIZE)
#endif

/* Segments of ring 3, and the traps of a page fault and a system call. */
#define USER_CODE         0x1bu
#define USER_DATA         0x23u
#define TRAP_PAGE_FAULT   14u
#define TRAP_SYSTEM_CALL  48u

/* Images of programs, as the boot loader brought them, in words. */
#ifdef SMALL_SCOPE
#define NIMAGES     1u
#define IMAGE_WORDS 40u
#define SEGMENTS    2u /* program headers, at most */
#else
#define NIMAGES     8u
#define IMAGE_WORDS 0x100000u /* 4 MiB */
#define SEGMENTS    16u
#endif

#endif
