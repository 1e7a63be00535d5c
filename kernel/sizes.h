/* sizes.h: the sizes of the kernel's world, in one place.
 *
 * SMALL_SCOPE is the world of the exhaustive checker: the same specifications and the same modules
 * with sizes so small that every reachable state can be visited.
 */
#ifndef SIZES_H
#define SIZES_H

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
#define NMAPS           64u
#define LEAST_FRAME     2048u   /* 8 MiB: the kernel's image and the directories end below */
#define NFRAMES         262144u /* 1 GiB: the direct map */
#define FIRST_USER_SLOT 256u    /* 1 GiB */
#define END_USER_SLOT   960u    /* 3.75 GiB */
#define NCTX            64u
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

/* The states of a thread. */
#define THREAD_READY 0u /* waits for its turn */
#define THREAD_RUN   1u
#define THREAD_SLEEP 2u /* waits to be woken */
#define THREAD_DEAD  3u /* is not there */

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
#define USER_STACK_SIZE 0x10000u
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
