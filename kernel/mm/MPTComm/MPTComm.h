/** @file
 * MPTComm: what all maps have in common, and tables that come and go.
 *
 * From here on every map has the kernel's part, and a table is made and destroyed in one step each.
 */
#ifndef MPTCOMM_H
#define MPTCOMM_H
#include <MPTOp.h>

#define MPTComm_INVARIANT \
	(IMPLIES(MBoot.ready == 1, ALL(n, NMAPS, IS_COMPLETE(n))))

/** Find the frames to hand out, and give all maps the kernel's part.  Once, first of all. */
void pt_init_comm(void);
#define pt_init_comm_PRE()     mat_init_PRE()
#define pt_init_comm_ASSIGNS() mat_init_ASSIGNS(), EACH(MPTIntro.kernel, NMAPS)
#define pt_init_comm_POST() \
	(mat_init_POST() && \
	 CLAUSE(ALL(n, NMAPS, ALL(i, SLOTS, \
	     MPTIntro.kernel[n].slot[i] == (IS_USER_SLOT(i) ? 0 : 1)))))

/** Give map n, which has none, a table for va, without pages.  Returns its frame; 0 if no frame is
 * free. */
frame_t pt_alloc(map_t n, uaddr_t va);
#define pt_alloc_PRE(n, va) (MBoot.ready == 1 && IS_PLACE(n, va) && TABLE(n, va) == 0)
#define pt_alloc_ASSIGNS(n, va) \
	palloc_ASSIGNS(), VAR(TABLE(n, va)), EACH(MPTIntro.is_table, NFRAMES), \
	EACH(MPTIntro.zero, NFRAMES)
#define pt_alloc_POST(n, va) \
	(palloc_POST() && CLAUSE(TABLE(n, va) == RESULT) && \
	 CLAUSE(ALL(f, NFRAMES, MPTIntro.is_table[f] == \
	            (f != 0 && f == RESULT ? 1 : OLD(MPTIntro.is_table[f])))) && \
	 CLAUSE(ALL(f, NFRAMES, MPTIntro.zero[f] == \
	            (f != 0 && f == RESULT ? 1 : OLD(MPTIntro.zero[f])))))

/** Destroy map n's table for va, which has no page; the map is not in use.  Its frame is free. */
void pt_release(map_t n, uaddr_t va);
#define pt_release_PRE(n, va) pt_detach_PRE(n, va)
#define pt_release_ASSIGNS(n, va) \
	EACH(MAT.frame, NFRAMES), VAR(TABLE(n, va)), EACH(MPTIntro.is_table, NFRAMES)
#define pt_release_POST(n, va) \
	(CLAUSE(TABLE(n, va) == 0) && \
	 CLAUSE(ALL(f, NFRAMES, MPTIntro.is_table[f] == \
	            (f == OLD(TABLE(n, va)) ? 0 : OLD(MPTIntro.is_table[f])))) && \
	 CLAUSE(ALL(f, NFRAMES, MAT.frame[f] == \
	            (f == OLD(TABLE(n, va)) ? FRAME_FREE : OLD(MAT.frame[f])))))

#endif
