/** @file
 * MPTKern: a page is mapped or it is not.
 *
 * Mapping a page makes a table where one is needed; if there is no frame for it, nothing has
 * happened.  And map 0, the kernel's own, has no user page and never will.
 */
#ifndef MPTKERN_H
#define MPTKERN_H
#include <MPTComm.h>

#define MPTKern_INVARIANT (ALL(i, SLOTS, MPTIntro.table[0][i] == 0))

/** A user address of a map that is not the kernel's own. */
#define IS_USER_PLACE(n, va) (MBoot.ready == 1 && (n) != 0 && IS_PLACE(n, va))

/** Let map n have frame f, which is data, at va, allowing perm, in place of what was there.
 * Returns 1; or 0 if that takes a table and no frame is free: then nothing has changed. */
flag_t pt_insert(map_t n, uaddr_t va, frame_t f, perm_t perm);
#define pt_insert_PRE(n, va, f, perm) (IS_USER_PLACE(n, va) && IS_DATA(f) && IS_PERM(perm))
#define pt_insert_ASSIGNS(n, va, f, perm) \
	VAR(PAGE(n, va)), VAR(TABLE(n, va)), EACH(MAT.frame, NFRAMES), \
	EACH(MPTIntro.is_table, NFRAMES), EACH(MPTIntro.zero, NFRAMES)
/** Frame f is the table that the call made. */
#define IS_NEW_TABLE(n, va, f) \
	(RESULT == 1 && OLD(TABLE(n, va)) == 0 && (f) == TABLE(n, va))
#define pt_insert_POST(n, va, f, perm) \
	(CLAUSE(RESULT <= 1) && \
	 CLAUSE(IFF(RESULT == 0, OLD(TABLE(n, va)) == 0 && \
	            ALL(g, NFRAMES, OLD(MAT.frame[g]) != FRAME_FREE))) && \
	 CLAUSE(PAGE(n, va) == (RESULT == 1 ? MAKE_PAGE(f, perm) : OLD(PAGE(n, va)))) && \
	 /* the table is the one that was there, or the least free frame */ \
	 CLAUSE(IMPLIES(RESULT == 0 || OLD(TABLE(n, va)) != 0, \
	                TABLE(n, va) == OLD(TABLE(n, va)))) && \
	 CLAUSE(IMPLIES(RESULT == 1 && OLD(TABLE(n, va)) == 0, SOME(g, NFRAMES, \
	                g == TABLE(n, va) && OLD(MAT.frame[g]) == FRAME_FREE))) && \
	 CLAUSE(ALL(g, NFRAMES, IMPLIES(RESULT == 1 && OLD(TABLE(n, va)) == 0 && \
	            g < TABLE(n, va), OLD(MAT.frame[g]) != FRAME_FREE))) && \
	 CLAUSE(ALL(g, NFRAMES, MAT.frame[g] == \
	            (IS_NEW_TABLE(n, va, g) ? FRAME_USED : OLD(MAT.frame[g])))) && \
	 CLAUSE(ALL(g, NFRAMES, MPTIntro.is_table[g] == \
	            (IS_NEW_TABLE(n, va, g) ? 1 : OLD(MPTIntro.is_table[g])))) && \
	 CLAUSE(ALL(g, NFRAMES, MPTIntro.zero[g] == \
	            (IS_NEW_TABLE(n, va, g) ? 1 : OLD(MPTIntro.zero[g])))))

/** Let map n have no page at va.  Returns the frame of the page that was there, 0 if none was. */
frame_t pt_rmv(map_t n, uaddr_t va);
#define pt_rmv_PRE(n, va)     (IS_USER_PLACE(n, va))
#define pt_rmv_ASSIGNS(n, va) VAR(PAGE(n, va))
#define pt_rmv_POST(n, va) \
	(CLAUSE(RESULT == OLD(PAGE(n, va)) / PAGE_SIZE) && CLAUSE(PAGE(n, va) == 0))

#endif
