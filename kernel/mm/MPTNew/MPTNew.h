/** @file
 * MPTNew: maps for processes.
 *
 * A map is made, gets pages one by one, fresh and all zero, and is destroyed with all that is in
 * it.  No frame is mapped twice, and nobody can free a frame that a map uses: user memory is
 * isolated.
 */
#ifndef MPTNEW_H
#define MPTNEW_H
#include <MPTBit.h>

struct MPTNew_state {
	u8 mapped[NFRAMES]; /**< 1 for a frame that is a page of some map */
};

/** The frame of page p of map n. */
#define FRAME_OF(n, p) (MPTIntro.page[n][p] / PAGE_SIZE)
#define HAS_PAGE(n, p) (MPTIntro.page[n][p] != 0)

#define MPTNew_INVARIANT \
	(IFF(MBoot.ready == 1, MPTBit.used[0] == 1) && \
	 ALL(n, NMAPS, IMPLIES(IS_LOADED(n), MPTBit.used[n] == 1)) && \
	 ALL(n, NMAPS, IMPLIES(MPTBit.used[n] == 0, \
	                       ALL(i, SLOTS, MPTIntro.table[n][i] == 0))) && \
	 ALL(f, NFRAMES, MPTNew.mapped[f] <= 1 && IMPLIES(MPTNew.mapped[f] == 1, IS_DATA(f))) && \
	 ALL(n, NMAPS, ALL(p, USER_PAGES, IMPLIES(HAS_PAGE(n, p), \
	     MPTNew.mapped[FRAME_OF(n, p)] == 1))) && \
	 /* no frame is two pages */ \
	 ALL(n, NMAPS, ALL(p, USER_PAGES, ALL(m, NMAPS, ALL(q, USER_PAGES, \
	     IMPLIES(HAS_PAGE(n, p) && HAS_PAGE(m, q) && FRAME_OF(n, p) == FRAME_OF(m, q), \
	             n == m && p == q))))))

/** A frame that is a page of a map is not to be freed. */
#define MPTNew_pfree_PRE(f) (MPTNew.mapped[f] == 0)
/** Only a map that was made is to be used. */
#define MPTNew_set_pt_PRE(n) (MPTBit.used[n] == 1)

/** Find the frames to hand out, make map 0, the kernel's own, and use it.  Once, first of all. */
void pmap_init(void);
#define pmap_init_PRE()     pt_init_PRE()
#define pmap_init_ASSIGNS() pt_init_ASSIGNS(), VAR(MPTBit.used[0])
#define pmap_init_POST()    (pt_init_POST() && CLAUSE(MPTBit.used[0] == 1))

/** Make a map without pages: the least one that is not in use.  Returns its number; NMAPS if all
 * are in use. */
map_t pt_new(void);
#define pt_new_PRE()     (MBoot.ready == 1)
#define pt_new_ASSIGNS() EACH(MPTBit.used, NMAPS)
#define pt_new_POST() (MAP_MADE() && NO_LESS_UNUSED())
/** Map RESULT was not in use and is now; if that is NMAPS, all is as it was. */
#define MAP_MADE() \
	(CLAUSE(RESULT < NMAPS ? OLD(MPTBit.used[RESULT]) == 0 : RESULT == NMAPS) && \
	 CLAUSE(ALL(n, NMAPS, MPTBit.used[n] == (n == RESULT ? 1 : OLD(MPTBit.used[n])))))
/** All maps below RESULT are in use. */
#define NO_LESS_UNUSED() \
	CLAUSE(ALL(n, NMAPS, IMPLIES(n < RESULT, OLD(MPTBit.used[n]) == 1)))

/** Destroy map n, which is neither the kernel's own nor loaded: its pages and its tables are
 * free. */
void pt_free(map_t n);
#define pt_free_PRE(n) \
	(MBoot.ready == 1 && 0 < (n) && (n) < NMAPS && MPTBit.used[n] == 1 && !IS_LOADED(n))
#define pt_free_ASSIGNS(n) \
	VAR(MPTBit.used[n]), EACH(MPTIntro.table[n], SLOTS), EACH(MPTIntro.page[n], USER_PAGES), \
	EACH(MAT.frame, NFRAMES), EACH(MPTIntro.is_table, NFRAMES), EACH(MPTNew.mapped, NFRAMES)
/** Frame f is a table, or a page, of map n. */
#define IS_TABLE_OF(n, f) SOME(i, SLOTS, MPTIntro.table[n][i] == (f) && (f) != 0)
#define IS_PAGE_OF(n, f)  SOME(p, USER_PAGES, HAS_PAGE(n, p) && FRAME_OF(n, p) == (f))
#define pt_free_POST(n) \
	(CLAUSE(MPTBit.used[n] == 0) && \
	 CLAUSE(ALL(i, SLOTS, MPTIntro.table[n][i] == 0)) && \
	 CLAUSE(ALL(p, USER_PAGES, MPTIntro.page[n][p] == 0)) && \
	 CLAUSE(ALL(f, NFRAMES, IMPLIES(OLD(IS_TABLE_OF(n, f)), MPTIntro.is_table[f] == 0))) && \
	 CLAUSE(ALL(f, NFRAMES, IMPLIES(OLD(!IS_TABLE_OF(n, f)), \
	            MPTIntro.is_table[f] == OLD(MPTIntro.is_table[f])))) && \
	 CLAUSE(ALL(f, NFRAMES, IMPLIES(OLD(IS_PAGE_OF(n, f)), MPTNew.mapped[f] == 0))) && \
	 CLAUSE(ALL(f, NFRAMES, IMPLIES(OLD(!IS_PAGE_OF(n, f)), \
	            MPTNew.mapped[f] == OLD(MPTNew.mapped[f])))) && \
	 CLAUSE(ALL(f, NFRAMES, IMPLIES(OLD(IS_TABLE_OF(n, f) || IS_PAGE_OF(n, f)), \
	            MAT.frame[f] == FRAME_FREE))) && \
	 CLAUSE(ALL(f, NFRAMES, IMPLIES(OLD(!IS_TABLE_OF(n, f) && !IS_PAGE_OF(n, f)), \
	            MAT.frame[f] == OLD(MAT.frame[f])))))

/** Give map n, which was made and has no page at va, a fresh page there: the least free frame, all
 * zero, allowing perm.  Returns the frame; 0 if there is none, or none for the table that it takes:
 * then nothing has changed. */
frame_t pt_resv(map_t n, uaddr_t va, perm_t perm);
#define pt_resv_PRE(n, va, perm) \
	(IS_USER_PLACE(n, va) && MPTBit.used[n] == 1 && PAGE(n, va) == 0 && IS_PERM(perm))
#define pt_resv_ASSIGNS(n, va, perm) \
	VAR(PAGE(n, va)), VAR(TABLE(n, va)), EACH(MAT.frame, NFRAMES), \
	EACH(MPTIntro.is_table, NFRAMES), EACH(MPTIntro.zero, NFRAMES), \
	EACH(MPTNew.mapped, NFRAMES)
/** Frame f is the page, or the table, that the call took. */
#define IS_NEW_PAGE(f)         (RESULT != 0 && (f) == RESULT)
#define TAKES_TABLE(n, va)     (RESULT != 0 && OLD(TABLE(n, va)) == 0)
#define IS_PAGES_TABLE(n, va, f) (TAKES_TABLE(n, va) && (f) == TABLE(n, va))
#define WAS_FREE(f)            (OLD(MAT.frame[f]) == FRAME_FREE)
#define pt_resv_POST(n, va, perm) \
	(CLAUSE(IMPLIES(RESULT == 0, TOO_FEW_FREE(n, va))) && RESERVED(n, va, perm) && \
	 CLAUSE(ALL(f, NFRAMES, MPTIntro.zero[f] == (IS_NEW_PAGE(f) || IS_PAGES_TABLE(n, va, f) \
	            ? 1 : OLD(MPTIntro.zero[f])))))
/** The frames do not suffice for a page at va, and the table that it takes. */
#define TOO_FEW_FREE(n, va) \
	ALL(f, NFRAMES, ALL(g, NFRAMES, IMPLIES(WAS_FREE(f) && WAS_FREE(g), \
	                                        OLD(TABLE(n, va)) == 0 && f == g)))
/** Frame RESULT is the page of map n at va, and its table is there; if RESULT is 0, all is as it
 * was.  (Which frames are all zero is said apart.) */
#define RESERVED(n, va, perm) \
	(/* the page is the least free frame, a table it takes is the next */ \
	 CLAUSE(IMPLIES(RESULT != 0, RESULT < NFRAMES && WAS_FREE(RESULT))) && \
	 CLAUSE(ALL(f, NFRAMES, IMPLIES(f < RESULT, !WAS_FREE(f)))) && \
	 CLAUSE(IMPLIES(TAKES_TABLE(n, va), SOME(f, NFRAMES, \
	                f == TABLE(n, va) && RESULT < f && WAS_FREE(f)))) && \
	 CLAUSE(ALL(f, NFRAMES, IMPLIES(TAKES_TABLE(n, va) && RESULT < f && f < TABLE(n, va), \
	            !WAS_FREE(f)))) && \
	 CLAUSE(IMPLIES(!TAKES_TABLE(n, va), TABLE(n, va) == OLD(TABLE(n, va)))) && \
	 CLAUSE(PAGE(n, va) == (RESULT == 0 ? OLD(PAGE(n, va)) : MAKE_PAGE(RESULT, perm))) && \
	 CLAUSE(ALL(f, NFRAMES, MAT.frame[f] == (IS_NEW_PAGE(f) || IS_PAGES_TABLE(n, va, f) \
	            ? FRAME_USED : OLD(MAT.frame[f])))) && \
	 CLAUSE(ALL(f, NFRAMES, MPTIntro.is_table[f] == (IS_PAGES_TABLE(n, va, f) \
	            ? 1 : OLD(MPTIntro.is_table[f])))) && \
	 CLAUSE(ALL(f, NFRAMES, MPTNew.mapped[f] == (IS_NEW_PAGE(f) \
	            ? 1 : OLD(MPTNew.mapped[f])))))

#endif
