/** @file
 * VNPTIntro: the memory of a guest.
 *
 * Turns words of nested page tables into what they mean: of each page of a guest's physical memory,
 * which frame it is.  Nobody looks at an entry of these tables any more.
 */
#ifndef VNPTINTRO_H
#define VNPTINTRO_H
#include <PProc.h>
#include <Nested.h>

struct VNPTIntro_state {
	u8 root;                   /**< 1: the processor finds the directory */
	u8 table[NPT_TABLES];      /**< 1: and in it the table of this slot */
	frame_t page[GUEST_PAGES]; /**< the frame of a page, 0 for none */
};
STATE(VNPTIntro)

/** Page g has an entry that the processor finds. */
#define HAS_ENTRY(g) (VNPTIntro.table[NPT_SLOT(g)] == 1)
/** Page g is there, and a frame of data memory. */
#define IS_GUEST_DATA(g) \
	(VNPTIntro.page[g] != 0 && MAT.frame[VNPTIntro.page[g]] == FRAME_USED && \
	 MPTIntro.is_table[VNPTIntro.page[g]] == 0)
/** Where in memory the guest's address gpa is. */
#define GUEST_WORD(gpa) (VNPTIntro.page[GPAGE_OF(gpa)] * PAGE_SIZE + (gpa) % PAGE_SIZE)

#define VNPTIntro_INVARIANT \
	(VNPTIntro.root <= 1 && \
	 ALL(s, NPT_TABLES, VNPTIntro.table[s] <= VNPTIntro.root) && \
	 ALL(g, GUEST_PAGES, VNPTIntro.page[g] < NFRAMES && \
	     IMPLIES(VNPTIntro.page[g] != 0, HAS_ENTRY(g))))

/** Let the processor find the directory, in which there is no table yet.  Once. */
void npt_root(void);
#define npt_root_PRE()     (VNPTIntro.root == 0)
#define npt_root_ASSIGNS() VAR(VNPTIntro.root)
#define npt_root_POST()    (CLAUSE(VNPTIntro.root == 1))

/** Let the processor find, in slot s of the directory, the table of that slot, in which there is no
 * page yet. */
void npt_table(nslot_t s);
#define npt_table_PRE(s) \
	((s) < NPT_TABLES && VNPTIntro.root == 1 && VNPTIntro.table[s] == 0)
#define npt_table_ASSIGNS(s) VAR(VNPTIntro.table[s])
#define npt_table_POST(s)    (CLAUSE(VNPTIntro.table[s] == 1))

/** The frame that is page g of the guest's memory; 0 for none. */
frame_t npt_get(gpage_t g);
#define npt_get_PRE(g)     ((g) < GUEST_PAGES)
#define npt_get_ASSIGNS(g) NOTHING
#define npt_get_POST(g)    (CLAUSE(RESULT == VNPTIntro.page[g]))

/** Let page g of the guest's memory, whose table is there, be frame f; 0 for none. */
void npt_set(gpage_t g, frame_t f);
#define npt_set_PRE(g, f)     ((g) < GUEST_PAGES && HAS_ENTRY(g) && (f) < NFRAMES)
#define npt_set_ASSIGNS(g, f) VAR(VNPTIntro.page[g])
#define npt_set_POST(g, f)    (CLAUSE(VNPTIntro.page[g] == (f)))

/** Does a guest find anything at its physical address gpa?  If so, it must be data memory. */
flag_t npt_finds(gaddr_t gpa);
#define npt_finds_PRE(gpa) \
	(IS_GUEST_ADDRESS(gpa) && \
	 (VNPTIntro.page[GPAGE_OF(gpa)] == 0 || IS_GUEST_DATA(GPAGE_OF(gpa))))
#define npt_finds_ASSIGNS(gpa) NOTHING
#define npt_finds_POST(gpa)    (CLAUSE(RESULT == (VNPTIntro.page[GPAGE_OF(gpa)] == 0 ? 0 : 1)))

/** The word that a guest reads there. */
word_t npt_load(gaddr_t gpa);
#define npt_load_PRE(gpa) \
	(IS_GUEST_ADDRESS(gpa) && IS_GUEST_DATA(GPAGE_OF(gpa)) && IS_STORED(GUEST_WORD(gpa)))
#define npt_load_ASSIGNS(gpa) NOTHING
#define npt_load_POST(gpa)    (CLAUSE(RESULT == DATA_WORD(GUEST_WORD(gpa))))

/** A guest writes v there. */
void npt_store(gaddr_t gpa, word_t v);
#define npt_store_PRE(gpa, v)     (IS_GUEST_ADDRESS(gpa) && IS_GUEST_DATA(GPAGE_OF(gpa)))
#define npt_store_ASSIGNS(gpa, v) page_store_ASSIGNS(GUEST_WORD(gpa), v)
#define npt_store_POST(gpa, v)    page_store_POST(GUEST_WORD(gpa), v)

#endif
