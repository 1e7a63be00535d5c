/** @file
 * PProc: processes.
 *
 * A process is a thread with a page map of its own and a program in ring 3.  The program is an ELF
 * file, of which nothing is believed: a file that cannot be run is refused before anything is made.
 * Its pages come when they are needed, each with what the file says of it.
 */
#ifndef PPROC_H
#define PPROC_H
#include <PUCtx.h>
#include <Programs.h>
#include <elf.h>

/** Word k of the file's header, and of program header p, of image i. */
#define ELF(i, k)   Programs.word[i][k]
#define PH(i, p, k) NAMED(header(i, p, k), HEADER(i, p, k))
#define HEADER(i, p, k) ELF(i, ELF(i, ELF_PHOFF) / 4 + (p) * PH_WORDS + (k))
//@ logic integer header{L}(integer i, integer p, integer k) = HEADER(i, p, k);
/** How many program headers image i has. */
#define PHNUM(i)    (ELF(i, ELF_PHNUM) % 65536)

/** The header of image i is that of a program for this processor, with all its program headers. */
#define HAS_HEADERS(i) \
	(Programs.size[i] >= ELF_WORDS && ELF(i, ELF_MAGIC) == ELF_IS_MAGIC && \
	 ELF(i, ELF_CLASS) % 0x1000000 == ELF_IS_32 && ELF(i, ELF_TYPE) == ELF_IS_386 && \
	 ELF(i, ELF_PHENT) / 65536 == ELF_PH_BYTES && PHNUM(i) <= SEGMENTS && \
	 ELF(i, ELF_PHOFF) % 4 == 0 && ELF(i, ELF_PHOFF) / 4 <= Programs.size[i] && \
	 PHNUM(i) * PH_WORDS <= Programs.size[i] - ELF(i, ELF_PHOFF) / 4)

/** Program header p of image i names a part of memory; its first page, and its last. */
#define IS_SEGMENT(i, p) (PH(i, p, PH_TYPE) == PH_IS_LOAD && PH(i, p, PH_MEMSZ) != 0)
#define FIRST_PAGE(i, p) (PH(i, p, PH_VADDR) / PAGE_SIZE)
#define LAST_PAGE(i, p)  ((PH(i, p, PH_VADDR) + (PH(i, p, PH_MEMSZ) - 1)) / PAGE_SIZE)
/** It lies among user addresses, below the stack, and what it takes from the file is there. */
#define SEGMENT_FITS(i, p) \
	(PH(i, p, PH_VADDR) % 4 == 0 && PH(i, p, PH_OFFSET) % 4 == 0 && \
	 USER_BASE <= PH(i, p, PH_VADDR) && PH(i, p, PH_VADDR) < USER_STACK && \
	 PH(i, p, PH_MEMSZ) <= USER_STACK - PH(i, p, PH_VADDR) && \
	 PH(i, p, PH_FILESZ) <= PH(i, p, PH_MEMSZ) && \
	 PH(i, p, PH_OFFSET) / 4 <= Programs.size[i] && \
	 PH(i, p, PH_FILESZ) <= (Programs.size[i] - PH(i, p, PH_OFFSET) / 4) * 4)
/** Segments p and q have no page in common. */
#define ARE_APART(i, p, q) \
	(LAST_PAGE(i, p) < FIRST_PAGE(i, q) || LAST_PAGE(i, q) < FIRST_PAGE(i, p))
/** The program starts in segment p, which may be executed. */
#define STARTS_IN(i, p) \
	(PH(i, p, PH_FLAGS) % 2 == 1 && PH(i, p, PH_VADDR) <= ELF(i, ELF_ENTRY) && \
	 ELF(i, ELF_ENTRY) - PH(i, p, PH_VADDR) < PH(i, p, PH_MEMSZ))

/** Image i is a program that can be run. */
#define IS_PROGRAM(i) \
	(HAS_HEADERS(i) && \
	 ALL(p, PHNUM(i), IMPLIES(IS_SEGMENT(i, p), SEGMENT_FITS(i, p))) && \
	 ALL(p, PHNUM(i), ALL(q, PHNUM(i), \
	     IMPLIES(p < q && IS_SEGMENT(i, p) && IS_SEGMENT(i, q), ARE_APART(i, p, q)))) && \
	 SOME(p, PHNUM(i), IS_SEGMENT(i, p) && STARTS_IN(i, p)))

/** Every process has a program that can be run. */
#define PProc_INVARIANT \
	ALL(t, NTHREADS, IMPLIES(PUCtx.made[t] == 1, IS_PROGRAM(PUCtx.image[t])))

/** Make a process of the program with image i: a thread that starts in the kernel at entry, and a
 * user context where the program starts, with an empty map.  Returns the thread; NIL if the image
 * is no program that can be run, or if all threads are in use: then nothing has changed. */
link_t proc_create(image_t i, code_t entry);
#define proc_create_PRE(i, entry) (MBoot.ready == 1 && (i) < NIMAGES)
#define proc_create_ASSIGNS(i, entry) \
	thread_spawn_ASSIGNS(entry), EACH(PUCtx.made, NTHREADS), EACH(PUCtx.image, NTHREADS), \
	EACH(PUCtx.context, NTHREADS), EACH(PUCtx.access, NTHREADS)
#define proc_create_POST(i, entry) \
	(THREAD_MADE(entry) && \
	 CLAUSE(IS_PROGRAM(i) ? ALL(n, NMAPS, IMPLIES(n < RESULT, OLD(MPTBit.used[n]) == 1)) \
	                      : RESULT == NIL) && \
	 CLAUSE(ALL(t, NTHREADS, PUCtx.made[t] == (t == RESULT ? 1 : OLD(PUCtx.made[t])))) && \
	 CLAUSE(ALL(t, NTHREADS, PUCtx.image[t] == (t == RESULT ? (i) : OLD(PUCtx.image[t])))) && \
	 CLAUSE(ALL(t, NTHREADS, ALL(k, UCTX_WORDS, UCTX(t, k) == \
	            (t == RESULT ? START_WORD(k, ELF(i, ELF_ENTRY), USER_END) \
	                         : OLD(UCTX(t, k)))))) && \
	 CLAUSE(ALL(t, NTHREADS, t == RESULT ? NO_ACCESS(PUCtx.access[t]) \
	            : SAME_ACCESS(PUCtx.access[t], OLD(PUCtx.access[t])))))

/** The process that runs, and its image. */
#define ME PCID.current
#define MY_IMAGE PUCtx.image[ME]
/** User address va lies in a page of segment p of the program that runs; in its stack. */
#define IN_SEGMENT(va, p) \
	(IS_SEGMENT(MY_IMAGE, p) && FIRST_PAGE(MY_IMAGE, p) <= (va) / PAGE_SIZE && \
	 (va) / PAGE_SIZE <= LAST_PAGE(MY_IMAGE, p))
#define IN_STACK_PAGES(va) (USER_STACK <= (va))
/** The program has memory at va, but no page yet. */
#define IS_MISSING(va) \
	(PAGE(ME, va) == 0 && \
	 (IN_STACK_PAGES(va) || SOME(p, PHNUM(MY_IMAGE), IN_SEGMENT(va, p))))
/** What the page at va allows: ring 3 may write to it unless it is of a segment that says no. */
#define IS_READ_ONLY(va) \
	SOME(p, PHNUM(MY_IMAGE), IN_SEGMENT(va, p) && \
	     PH(MY_IMAGE, p, PH_FLAGS) / PH_WRITE % 2 == 0)
#define USER_PERM(va, perm) \
	(IS_READ_ONLY(va) ? (perm) == USER_READS : (perm) == USER_WRITES)
#define USER_READS  (PTE_PRESENT + PTE_USER)
#define USER_WRITES (PTE_PRESENT + PTE_USER + PTE_WRITE)

/** Bytes that segment p has in the file from address a on, which lies in one of its pages. */
#define FILE_LEFT(i, p, a) \
	(PH(i, p, PH_VADDR) <= (a) && (a) - PH(i, p, PH_VADDR) < PH(i, p, PH_FILESZ) \
	 ? PH(i, p, PH_FILESZ) - ((a) - PH(i, p, PH_VADDR)) : 0)
/** The word of the file for address a, and its first n bytes; the rest of them is zero. */
#define FILE_WORD(i, p, a) \
	ELF(i, (PH(i, p, PH_OFFSET) + ((a) - PH(i, p, PH_VADDR))) / 4)
#define FIRST_BYTES(n, word) \
	((n) == 0 ? 0 : (n) == 1 ? (word) % 0x100 : (n) == 2 ? (word) % 0x10000 \
	 : (n) == 3 ? (word) % 0x1000000 : (word))
/** The word that segment p has at address a. */
#define CONTENT(i, p, a) NAMED(content(i, p, a), CONTENT_IS(i, p, a))
#define CONTENT_IS(i, p, a) FIRST_BYTES(FILE_LEFT(i, p, a), FILE_WORD(i, p, a))
//@ logic integer content{L}(integer i, integer p, integer a) = CONTENT_IS(i, p, a);
/** Word w of the frame that is the page at va is word w of what the program has there. */
#define PAGE_WORD(va, w)  ((va) / PAGE_SIZE * PAGE_SIZE + (w) * 4)
#define WORD_OF(f, w)     MPTIntro.word[FRAME_WORD(f) + (w)]
#define KNOWN_OF(f, w)    MPTIntro.known[FRAME_WORD(f) + (w)]
/** Some word of the page at va comes from the file: the segment's part of it reaches there. */
#define IS_FROM_FILE(va) \
	SOME(p, PHNUM(MY_IMAGE), IN_SEGMENT(va, p) && REACHES(MY_IMAGE, p, va))
#define REACHES(i, p, va) \
	(PH(i, p, PH_FILESZ) != 0 && \
	 (va) / PAGE_SIZE <= (PH(i, p, PH_VADDR) + (PH(i, p, PH_FILESZ) - 1)) / PAGE_SIZE)

/** Give the program that runs its page at va, if it has memory there and no page yet.  Returns the
 * page's frame; 0 if not, or if no frame is left for it, or for its table: then nothing has
 * changed. */
frame_t proc_page(uaddr_t va);
#define proc_page_PRE(va) (MBoot.ready == 1 && PUCtx.made[ME] == 1 && ME != 0 && IS_USER(va))
#define proc_page_ASSIGNS(va) \
	pt_resv_ASSIGNS(ME, va, 0), EACH(MPTIntro.word, NWORDS), EACH(MPTIntro.known, NWORDS)
#define proc_page_POST(va) \
	(CLAUSE(IMPLIES(RESULT != 0, OLD(IS_MISSING(va)))) && \
	 CLAUSE(IMPLIES(RESULT == 0, !OLD(IS_MISSING(va)) || TOO_FEW_FREE(ME, va))) && \
	 RESERVED(ME, va, PAGE(ME, va) % PAGE_SIZE) && \
	 CLAUSE(IMPLIES(RESULT != 0, USER_PERM(va, PAGE(ME, va) % PAGE_SIZE))) && \
	 CLAUSE(IMPLIES(RESULT != 0, IS_FROM_FILE(va) ? MPTIntro.zero[RESULT] == 0 \
	                                              : MPTIntro.zero[RESULT] == 1)) && \
	 CLAUSE(ALL(f, NFRAMES, IMPLIES(!IS_NEW_PAGE(f), MPTIntro.zero[f] == \
	            (IS_PAGES_TABLE(ME, va, f) ? 1 : OLD(MPTIntro.zero[f]))))) && \
	 CLAUSE(ALL(x, NWORDS, IMPLIES(!IS_FILLED(x, va), \
	            MPTIntro.word[x] == OLD(MPTIntro.word[x]) && \
	            MPTIntro.known[x] == OLD(MPTIntro.known[x])))) && \
	 CLAUSE(ALL(w, ENTRIES, IMPLIES(RESULT != 0 && IS_FROM_FILE(va), \
	            KNOWN_OF(RESULT, w) == 1))) && \
	 CLAUSE(ALL(w, ENTRIES, IMPLIES(RESULT != 0 && IS_FROM_FILE(va), \
	            ALL(p, PHNUM(MY_IMAGE), IMPLIES(IN_SEGMENT(va, p), \
	                WORD_OF(RESULT, w) == CONTENT(MY_IMAGE, p, PAGE_WORD(va, w))))))))
/** Word x of memory is in the new page, and that is filled from the file. */
#define IS_FILLED(x, va) \
	(RESULT != 0 && IS_FROM_FILE(va) && FRAME_WORD(RESULT) <= (x) && \
	 (x) < FRAME_WORD(RESULT) + ENTRIES)

/** Let the program of the process that runs go on in ring 3, under its own map.  Returns when a
 * trap brings control back: the number of the trap. */
u32 proc_run(void);
#define proc_run_PRE()     (uctx_run_PRE(ME) && MPTBit.used[ME] == 1)
#define proc_run_ASSIGNS() VAR(MPTIntro.loaded), GOES_ON_ASSIGNS(ME, ME)
#define proc_run_POST()    (CLAUSE(IS_LOADED(ME)) && GOES_ON(ME, ME))

#endif
