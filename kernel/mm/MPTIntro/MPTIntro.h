/** @file
 * MPTIntro: page maps.
 *
 * Turns words of memory into maps: a map has tables, a table has pages, a page is a frame and what
 * it allows.  A frame that serves as a table is no data memory any more, and data memory is reached
 * only in frames that are allocated.  What the processor remembers of a map is not hidden yet.
 */
#ifndef MPTINTRO_H
#define MPTINTRO_H
#include <MAT.h>

struct kernel_part {
	u8 slot[SLOTS]; /**< 1 if the slot has the kernel's entry */
};

struct MPTIntro_state {
	u32 loaded;                    /**< 1 + the map in use; 0: the map of the boot */
	struct kernel_part kernel[NMAPS];
	frame_t table[NMAPS][SLOTS];   /**< the frame of a slot's table, 0 for none */
	u32 page[NMAPS][USER_PAGES];   /**< frame * PAGE_SIZE + what it allows; 0: no page */
	u8 is_table[NFRAMES];          /**< 1 for a frame that is some map's table */
	u8 zero[NFRAMES];              /**< 1 for a frame that is all zero */
	u32 word[NWORDS];              /**< data memory, from LEAST_WORD up, where zero is 0 */
	u8 known[NWORDS];              /**< 1 if the word was stored */
};

/** A page of a slot's table, numbered as PAGE_OF does; a page's slot; a page as a number. */
#define PAGE_AT(i, j)    (((i) - FIRST_USER_SLOT) * ENTRIES + (j))
#define SLOT_AT(p)       ((p) / ENTRIES + FIRST_USER_SLOT)
#define MAKE_PAGE(f, perm) ((f) * PAGE_SIZE + (perm))

#define IS_LOADED(n)     (MPTIntro.loaded == (n) + 1)
#define HAS_TABLE(n, i)  (MPTIntro.table[n][i] != 0)
/** The kernel's part of map n is complete: only then can it be used. */
#define IS_COMPLETE(n)   ALL(i, SLOTS, IMPLIES(!IS_USER_SLOT(i), MPTIntro.kernel[n].slot[i] == 1))
/** A frame of data memory: allocated, and no table. */
#define IS_DATA(f) \
	((f) < NFRAMES && MAT.frame[f] == FRAME_USED && MPTIntro.is_table[f] == 0)
/** A word of data memory that can be loaded, and what it holds. */
#define IS_STORED(a) \
	(MPTIntro.zero[(a) / PAGE_SIZE] == 1 || MPTIntro.known[WORD_INDEX(a)] == 1)
#define DATA_WORD(a) \
	(MPTIntro.zero[(a) / PAGE_SIZE] == 1 ? 0 : MPTIntro.word[WORD_INDEX(a)])
/** Page p of map n is in a table, and says a frame and what it allows. */
#define IS_PAGE(n, p) \
	(HAS_TABLE(n, SLOT_AT(p)) && IS_PERM(MPTIntro.page[n][p] % PAGE_SIZE) && \
	 LEAST_FRAME <= MPTIntro.page[n][p] / PAGE_SIZE && \
	 MPTIntro.page[n][p] / PAGE_SIZE < NFRAMES)

#define MPTIntro_INVARIANT \
	(MPTIntro.loaded <= NMAPS && \
	 ALL(n, NMAPS, IMPLIES(IS_LOADED(n), IS_COMPLETE(n))) && \
	 ALL(n, NMAPS, ALL(i, SLOTS, MPTIntro.kernel[n].slot[i] <= (IS_USER_SLOT(i) ? 0 : 1))) && \
	 ALL(f, NFRAMES, MPTIntro.zero[f] <= 1 && MPTIntro.is_table[f] <= 1 && \
	     IMPLIES(MPTIntro.is_table[f] == 1, \
	             MAT.frame[f] == FRAME_USED && MPTIntro.zero[f] == 1)) && \
	 ALL(i, NWORDS, MPTIntro.known[i] <= 1) && \
	 ALL(n, NMAPS, ALL(i, SLOTS, IMPLIES(HAS_TABLE(n, i), \
	     IS_USER_SLOT(i) && LEAST_FRAME <= MPTIntro.table[n][i] && \
	     MPTIntro.table[n][i] < NFRAMES && \
	     MPTIntro.is_table[MPTIntro.table[n][i]] == 1))) && \
	 /* no frame is two tables */ \
	 ALL(n, NMAPS, ALL(i, SLOTS, ALL(m, NMAPS, ALL(k, SLOTS, \
	     IMPLIES(HAS_TABLE(n, i) && MPTIntro.table[n][i] == MPTIntro.table[m][k], \
	             n == m && i == k))))) && \
	 ALL(n, NMAPS, ALL(p, USER_PAGES, \
	     IMPLIES(MPTIntro.page[n][p] != 0, IS_PAGE(n, p)))))

/** A frame that is a table is not to be freed. */
#define MPTIntro_pfree_PRE(f) (MPTIntro.is_table[f] == 0)

/** Load map n, whose part of the kernel is complete: the processor translates by it, and forgets
 * all user pages. */
void use_pt(map_t n);
#define use_pt_PRE(n)     ((n) < NMAPS && IS_COMPLETE(n))
#define use_pt_ASSIGNS(n) VAR(MPTIntro.loaded), EACH(TLB.entry, USER_PAGES)
#define use_pt_POST(n) \
	(CLAUSE(IS_LOADED(n)) && CLAUSE(ALL(p, USER_PAGES, TLB.entry[p] == 0)))

/** The map that is loaded; NMAPS while it is that of the boot. */
map_t pt_loaded(void);
#define pt_loaded_PRE()     (1)
#define pt_loaded_ASSIGNS() NOTHING
#define pt_loaded_POST() \
	(CLAUSE(RESULT == (MPTIntro.loaded == 0 ? NMAPS : MPTIntro.loaded - 1)))

/** Put the kernel's entry in slot i of map n, a slot that is not for user addresses. */
void pde_kernel(map_t n, slot_t i);
#define pde_kernel_PRE(n, i)     ((n) < NMAPS && (i) < SLOTS && !IS_USER_SLOT(i))
#define pde_kernel_ASSIGNS(n, i) VAR(MPTIntro.kernel[n].slot[i])
#define pde_kernel_POST(n, i)    (CLAUSE(MPTIntro.kernel[n].slot[i] == 1))

/** The frame of the table in slot i of map n, a slot for user addresses; 0 if there is none. */
frame_t pde_get(map_t n, slot_t i);
#define pde_get_PRE(n, i)     (MBoot.ready == 1 && (n) < NMAPS && IS_USER_SLOT(i))
#define pde_get_ASSIGNS(n, i) NOTHING
#define pde_get_POST(n, i)    (CLAUSE(RESULT == MPTIntro.table[n][i]))

/** Make frame f, which is allocated, no table and all zero, the table of slot i of map n, which has
 * none. */
void pde_set(map_t n, slot_t i, frame_t f);
#define pde_set_PRE(n, i, f) \
	((n) < NMAPS && IS_USER_SLOT(i) && !HAS_TABLE(n, i) && IS_DATA(f) && MPTIntro.zero[f] == 1)
#define pde_set_ASSIGNS(n, i, f) VAR(MPTIntro.table[n][i]), VAR(MPTIntro.is_table[f])
#define pde_set_POST(n, i, f) \
	(CLAUSE(MPTIntro.table[n][i] == (f)) && CLAUSE(MPTIntro.is_table[f] == 1))

/** Take the table, which has no page, out of slot i of map n, which is not in use.  Its frame is
 * data again, all zero. */
void pde_rmv(map_t n, slot_t i);
#define pde_rmv_PRE(n, i) \
	((n) < NMAPS && !IS_LOADED(n) && IS_USER_SLOT(i) && HAS_TABLE(n, i) && \
	 ALL_FROM(p, PAGE_AT(i, 0), ENTRIES, MPTIntro.page[n][p] == 0))
#define pde_rmv_ASSIGNS(n, i) VAR(MPTIntro.table[n][i]), EACH(MPTIntro.is_table, NFRAMES)
#define pde_rmv_POST(n, i) \
	(CLAUSE(MPTIntro.table[n][i] == 0) && \
	 CLAUSE(ALL(f, NFRAMES, MPTIntro.is_table[f] == \
	            (f == OLD(MPTIntro.table[n][i]) ? 0 : OLD(MPTIntro.is_table[f])))))

/** The page of entry j of the table in slot i of map n: frame * PAGE_SIZE + what it allows, 0 for
 * none. */
u32 pte_get(map_t n, slot_t i, entry_t j);
#define pte_get_PRE(n, i, j) \
	((n) < NMAPS && IS_USER_SLOT(i) && HAS_TABLE(n, i) && (j) < ENTRIES)
#define pte_get_ASSIGNS(n, i, j) NOTHING
#define pte_get_POST(n, i, j)    (CLAUSE(RESULT == MPTIntro.page[n][PAGE_AT(i, j)]))

/** Let entry j of the table in slot i of map n be frame f, allowing perm. */
void pte_set(map_t n, slot_t i, entry_t j, frame_t f, perm_t perm);
#define pte_set_PRE(n, i, j, f, perm) \
	(pte_get_PRE(n, i, j) && LEAST_FRAME <= (f) && (f) < NFRAMES && IS_PERM(perm))
#define pte_set_ASSIGNS(n, i, j, f, perm) VAR(MPTIntro.page[n][PAGE_AT(i, j)])
#define pte_set_POST(n, i, j, f, perm) \
	(CLAUSE(MPTIntro.page[n][PAGE_AT(i, j)] == MAKE_PAGE(f, perm)))

/** Let entry j of the table in slot i of map n be no page. */
void pte_rmv(map_t n, slot_t i, entry_t j);
#define pte_rmv_PRE(n, i, j)     pte_get_PRE(n, i, j)
#define pte_rmv_ASSIGNS(n, i, j) VAR(MPTIntro.page[n][PAGE_AT(i, j)])
#define pte_rmv_POST(n, i, j)    (CLAUSE(MPTIntro.page[n][PAGE_AT(i, j)] == 0))

/** The page of user address va in the map in use, and where in memory va is. */
#define LOADED_PAGE(va) MPTIntro.page[MPTIntro.loaded - 1][PAGE_OF(va)]
#define LOADED_WORD(va) (LOADED_PAGE(va) / PAGE_SIZE * PAGE_SIZE + (va) % PAGE_SIZE)
#define IS_MAPPED(va) \
	(MPTIntro.loaded != 0 && IS_USER(va) && LOADED_PAGE(va) != 0 && \
	 IS_DATA(LOADED_PAGE(va) / PAGE_SIZE) && IS_STORED(LOADED_WORD(va)))

/** The word at user address va in the map in use, which has a page of data memory there.  Undefined
 * if the processor remembers another page. */
u32 touch(uaddr_t va);
#define touch_PRE(va) \
	(IS_MAPPED(va) && (TLB.entry[PAGE_OF(va)] == 0 || \
	                   TLB.entry[PAGE_OF(va)] == LOADED_PAGE(va) + PTE_SEEN))
#define touch_ASSIGNS(va) VAR(TLB.entry[PAGE_OF(va)])
#define touch_POST(va) \
	(CLAUSE(RESULT == DATA_WORD(LOADED_WORD(va))) && \
	 CLAUSE(TLB.entry[PAGE_OF(va)] == LOADED_PAGE(va) + PTE_SEEN))

/** Fill frame f of data memory with zeroes. */
void page_zero(frame_t f);
#define page_zero_PRE(f)     (IS_DATA(f))
#define page_zero_ASSIGNS(f) VAR(MPTIntro.zero[f])
#define page_zero_POST(f)    (CLAUSE(MPTIntro.zero[f] == 1))

/** The word of data memory at byte address a; undefined if it was never stored. */
u32 page_load(paddr_t a);
#define page_load_PRE(a)     (IS_WORD(a) && IS_DATA((a) / PAGE_SIZE) && IS_STORED(a))
#define page_load_ASSIGNS(a) NOTHING
#define page_load_POST(a)    (CLAUSE(RESULT == DATA_WORD(a)))

/** Store v in the word of data memory at byte address a. */
void page_store(paddr_t a, word_t v);
#define page_store_PRE(a, v) (IS_WORD(a) && IS_DATA((a) / PAGE_SIZE))
#define page_store_ASSIGNS(a, v) \
	VAR(MPTIntro.zero[(a) / PAGE_SIZE]), \
	PART(MPTIntro.word, FRAME_WORD((a) / PAGE_SIZE), ENTRIES), \
	PART(MPTIntro.known, FRAME_WORD((a) / PAGE_SIZE), ENTRIES)
#define WAS_ZERO(a) OLD(MPTIntro.zero[(a) / PAGE_SIZE] == 1)
#define page_store_POST(a, v) \
	(CLAUSE(MPTIntro.zero[(a) / PAGE_SIZE] == 0) && \
	 CLAUSE(MPTIntro.word[WORD_INDEX(a)] == (v)) && \
	 CLAUSE(MPTIntro.known[WORD_INDEX(a)] == 1) && \
	 /* the other words: zeroes that are words now, or as they were */ \
	 CLAUSE(ALL_FROM(w, FRAME_WORD((a) / PAGE_SIZE), ENTRIES, IMPLIES(w != WORD_INDEX(a), \
	     MPTIntro.word[w] == (WAS_ZERO(a) ? 0 : OLD(MPTIntro.word[w]))))) && \
	 CLAUSE(ALL_FROM(w, FRAME_WORD((a) / PAGE_SIZE), ENTRIES, IMPLIES(w != WORD_INDEX(a), \
	     MPTIntro.known[w] == (WAS_ZERO(a) ? 1 : OLD(MPTIntro.known[w]))))))

#endif
