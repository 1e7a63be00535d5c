/** @file
 * MAT: the page allocator.
 *
 * A frame is unavailable, free or allocated; palloc gives out the least free one.  The table below,
 * its bounds and its flags are gone: any representation that keeps these three words will do.
 */
#ifndef MAT_H
#define MAT_H
#include <MATOp.h>

/** What a frame is. */
#define FRAME_NONE 0u /* no frame to hand out: not RAM, reserved, or the kernel's */
#define FRAME_FREE 1u
#define FRAME_USED 2u

struct MAT_state {
	u8 frame[NFRAMES]; /**< FRAME_NONE, FRAME_FREE or FRAME_USED */
};

#define MAT_INVARIANT \
	ALL(f, NFRAMES, MAT.frame[f] <= FRAME_USED && \
	    IFF(MAT.frame[f] != FRAME_NONE, MBoot.ready == 1 && FRAME_USABLE(f)))

/** Find the frames to hand out; all of them are free.  Once, first of all. */
void mat_init(void);
#define mat_init_PRE()     boot_loader_PRE()
#define mat_init_ASSIGNS() boot_loader_ASSIGNS(), EACH(MAT.frame, NFRAMES)
#define mat_init_POST() \
	(boot_loader_POST() && \
	 CLAUSE(ALL(f, NFRAMES, IMPLIES(FRAME_USABLE(f), MAT.frame[f] == FRAME_FREE))) && \
	 CLAUSE(ALL(f, NFRAMES, IMPLIES(!FRAME_USABLE(f), MAT.frame[f] == FRAME_NONE))))

/** Allocate the least free frame and return its number; 0 if no frame is free (frame 0 is never
 * given out). */
frame_t palloc(void);
#define palloc_PRE()     (MBoot.ready == 1)
#define palloc_ASSIGNS() EACH(MAT.frame, NFRAMES)
#define palloc_POST() \
	(CLAUSE(IMPLIES(RESULT != 0, RESULT < NFRAMES && OLD(MAT.frame[RESULT]) == FRAME_FREE && \
	                MAT.frame[RESULT] == FRAME_USED)) && \
	 CLAUSE(ALL(f, NFRAMES, IMPLIES(RESULT == 0 || f < RESULT, \
	            OLD(MAT.frame[f]) != FRAME_FREE))) && \
	 CLAUSE(ALL(f, NFRAMES, IMPLIES(f != RESULT || RESULT == 0, \
	            MAT.frame[f] == OLD(MAT.frame[f])))))

/** Free frame f.  Undefined unless it is allocated. */
void pfree(frame_t f);
#define pfree_PRE(f) \
	(MBoot.ready == 1 && (f) < NFRAMES && MAT.frame[f] == FRAME_USED)
#define pfree_ASSIGNS(f) VAR(MAT.frame[f])
#define pfree_POST(f)    (CLAUSE(MAT.frame[f] == FRAME_FREE))

#endif
