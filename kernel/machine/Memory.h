/** @file
 * Memory: the ground: physical memory, and the paging unit that translates.
 *
 * What the trusted code of kernel/machine and the processor itself offer.  Page maps are words of
 * memory, laid out as the 80386 wants them.
 */
#ifndef MEMORY_H
#define MEMORY_H
#include <TLB.h>

struct Memory_state {
	u32 word[NWORDS];         /**< from LEAST_WORD up; the directories are zero at first */
	u8 known[NWORDS];         /**< 1 if the word was stored: before, it holds anything */
	u8 kernel[NMAPS][SLOTS];  /**< 1 if a directory has the kernel's entry in that slot */
	frame_t cr3;              /**< frame of the directory in use; 0: the map of the boot */
};
STATE(Memory)

#define Memory_INVARIANT \
	((Memory.cr3 == 0 || IS_DIRECTORY(Memory.cr3)) && \
	 ALL(i, NWORDS, Memory.known[i] <= 1) && \
	 ALL(n, NMAPS, ALL(i, SLOTS, Memory.kernel[n][i] <= 1)) && \
	 ALL(n, NMAPS, IMPLIES(Memory.cr3 == DIRECTORY_FRAME(n), HAS_KERNEL(n))))

/** What the boot code leaves: its own map in use, and empty directories. */
#define Memory_START \
	(Memory.cr3 == 0 && ALL(i, NMAPS * ENTRIES, Memory.word[i] == 0) && \
	 ALL(n, NMAPS, ALL(i, SLOTS, Memory.kernel[n][i] == 0)))

/** The words a caller may name: aligned, in the direct map, above the kernel's image. */
#define IS_WORD(a)    ((a) % 4 == 0 && LEAST_WORD <= (a) && (a) < NFRAMES * PAGE_SIZE)
#define WORD_INDEX(a) (((a) - LEAST_WORD) / 4)
/** The directories are zeroed before the first call; all else holds anything until stored. */
#define IS_KNOWN(a)   ((a) < LEAST_PADDR || Memory.known[WORD_INDEX(a)] == 1)

#define IS_DIRECTORY(f) (FIRST_DIRECTORY <= (f) && (f) < LEAST_FRAME)
#define IS_USER_SLOT(i) (FIRST_USER_SLOT <= (i) && (i) < END_USER_SLOT)
/** The kernel's part of map n is complete: without it the processor would lose the kernel. */
#define HAS_KERNEL(n)   ALL(i, SLOTS, IMPLIES(!IS_USER_SLOT(i), Memory.kernel[n][i] == 1))
/** A slot that belongs to the kernel's part: no word to load or store. */
#define IS_KERNEL_ENTRY(a) \
	(IS_DIRECTORY((a) / PAGE_SIZE) && !IS_USER_SLOT((a) / 4 % SLOTS))

/** What an entry can allow, and an entry that the paging unit can follow (sizes.h). */
#define IS_PERM(p)  ((p) % 2 == 1 && (p) < 8)
#define IS_ENTRY(w) \
	((w) % PAGE_SIZE >= PTE_SEEN && (w) % PAGE_SIZE < PTE_SEEN + 8 && (w) % 2 == 1)

/** A directory's entry for a table allows everything: each page says for itself what it allows. */
#define IS_TABLE_ENTRY(w) \
	((w) % PAGE_SIZE == PTE_SEEN + PTE_PRESENT + PTE_WRITE + PTE_USER)

/** Where the two steps of a translation look, and where they lead. */
#define SLOT_OF(va)     ((va) / PAGE_SIZE / ENTRIES)
#define ENTRY_OF(va)    ((va) / PAGE_SIZE % ENTRIES)
#define PDE_ADDRESS(va) (Memory.cr3 * PAGE_SIZE + SLOT_OF(va) * 4)
#define PDE(va)         Memory.word[WORD_INDEX(PDE_ADDRESS(va))]
#define PTE_ADDRESS(va) (PDE(va) / PAGE_SIZE * PAGE_SIZE + ENTRY_OF(va) * 4)
#define PTE(va)         Memory.word[WORD_INDEX(PTE_ADDRESS(va))]
#define TARGET(va)      (PTE(va) / PAGE_SIZE * PAGE_SIZE + (va) % PAGE_SIZE)

/** The address translates, by entries that the processor does not remember otherwise. */
#define TRANSLATES(va) \
	(Memory.cr3 != 0 && IS_USER(va) && IS_TABLE_ENTRY(PDE(va)) && IS_WORD(PTE_ADDRESS(va)) && \
	 IS_KNOWN(PTE_ADDRESS(va)) && IS_ENTRY(PTE(va)) && IS_WORD(TARGET(va)) && \
	 LEAST_PADDR <= TARGET(va) && \
	 (TLB.entry[PAGE_OF(va)] == 0 || TLB.entry[PAGE_OF(va)] == PTE(va)))

/** The word of physical memory at byte address a; undefined where nothing was stored yet. */
u32 mem_load(paddr_t a);
#define mem_load_PRE(a)     (IS_WORD(a) && !IS_KERNEL_ENTRY(a) && IS_KNOWN(a))
#define mem_load_ASSIGNS(a) NOTHING
#define mem_load_POST(a)    (CLAUSE(RESULT == Memory.word[WORD_INDEX(a)]))

/** Store v in the word of physical memory at byte address a.  Undefined for an entry of the
 * directory in use that is present: the processor remembers directory entries, too. */
void mem_store(paddr_t a, word_t v);
#define mem_store_PRE(a, v) \
	(IS_WORD(a) && !IS_KERNEL_ENTRY(a) && \
	 IMPLIES((a) / PAGE_SIZE == Memory.cr3, Memory.word[WORD_INDEX(a)] % 2 == 0))
#define mem_store_ASSIGNS(a, v) \
	VAR(Memory.word[WORD_INDEX(a)]), VAR(Memory.known[WORD_INDEX(a)])
#define mem_store_POST(a, v) \
	(CLAUSE(Memory.word[WORD_INDEX(a)] == (v)) && CLAUSE(Memory.known[WORD_INDEX(a)] == 1))

/** The first word of a frame. */
#define FRAME_WORD(f) (((f) - FIRST_DIRECTORY) * ENTRIES)

/** Fill frame f, which is no directory, with zeroes. */
void mem_clear(frame_t f);
#define mem_clear_PRE(f) (LEAST_FRAME <= (f) && (f) < NFRAMES)
#define mem_clear_ASSIGNS(f) \
	PART(Memory.word, FRAME_WORD(f), ENTRIES), PART(Memory.known, FRAME_WORD(f), ENTRIES)
#define mem_clear_POST(f) \
	(CLAUSE(ALL_FROM(w, FRAME_WORD(f), ENTRIES, Memory.word[w] == 0)) && \
	 CLAUSE(ALL_FROM(w, FRAME_WORD(f), ENTRIES, Memory.known[w] == 1)))

/** Put the kernel's own entry in slot i of the directory of map n, for a slot that is not ring 3's:
 * the direct map, the stacks and the devices, in every map the same. */
void map_kernel(map_t n, slot_t i);
#define map_kernel_PRE(n, i)     ((n) < NMAPS && (i) < SLOTS && !IS_USER_SLOT(i))
#define map_kernel_ASSIGNS(n, i) VAR(Memory.kernel[n][i])
#define map_kernel_POST(n, i)    (CLAUSE(Memory.kernel[n][i] == 1))

/** Use the directory in frame f.  The processor forgets what it remembers of user pages. */
void set_cr3(frame_t f);
#define set_cr3_PRE(f)     (IS_DIRECTORY(f) && HAS_KERNEL((f) - FIRST_DIRECTORY))
#define set_cr3_ASSIGNS(f) VAR(Memory.cr3), EACH(TLB.entry, USER_PAGES)
#define set_cr3_POST(f) \
	(CLAUSE(Memory.cr3 == (f)) && CLAUSE(ALL(p, USER_PAGES, TLB.entry[p] == 0)))

/** The word at virtual address va.  Undefined where the map in use has no page, or a page that the
 * processor remembers otherwise. */
u32 virt_load(uaddr_t va);
#define virt_load_PRE(va)     (TRANSLATES(va) && IS_KNOWN(TARGET(va)))
#define virt_load_ASSIGNS(va) VAR(TLB.entry[PAGE_OF(va)])
#define virt_load_POST(va) \
	(CLAUSE(RESULT == Memory.word[WORD_INDEX(TARGET(va))]) && \
	 CLAUSE(TLB.entry[PAGE_OF(va)] == PTE(va)))

#endif
