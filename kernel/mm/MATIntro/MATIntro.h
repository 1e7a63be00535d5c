/** @file
 * MATIntro: the allocation table.
 *
 * Turns an array of the module into abstract state: from here on the table is reached through
 * these getters and setters and by no other way.  It knows two things of a frame, whether it is
 * normal (RAM that can be handed out) and whether it is allocated, and gives them no meaning.
 */
#ifndef MATINTRO_H
#define MATINTRO_H
#include <MBoot.h>

struct MATIntro_state {
	u8 norm[NFRAMES]; /**< 1 for a frame that can be handed out */
	u8 used[NFRAMES]; /**< 1 for a normal frame that is allocated */
	u32 nps;          /**< number of frames in play: no normal frame should lie at or above */
};

#define MATIntro_INVARIANT \
	(MATIntro.nps <= NFRAMES && \
	 ALL(f, NFRAMES, MATIntro.used[f] <= MATIntro.norm[f] && MATIntro.norm[f] <= 1))

/** 1 if frame f is normal, else 0. */
flag_t is_norm(frame_t f);
#define is_norm_PRE(f)     ((f) < NFRAMES)
#define is_norm_ASSIGNS(f) NOTHING
#define is_norm_POST(f)    (CLAUSE(RESULT == MATIntro.norm[f]))

/** Make frame f normal (t = 1) or not (t = 0); either way it is not allocated afterwards. */
void set_norm(frame_t f, flag_t t);
#define set_norm_PRE(f, t)     ((f) < NFRAMES && (t) <= 1)
#define set_norm_ASSIGNS(f, t) VAR(MATIntro.norm[f]), VAR(MATIntro.used[f])
#define set_norm_POST(f, t)    (CLAUSE(MATIntro.norm[f] == (t)) && CLAUSE(MATIntro.used[f] == 0))

/** 1 if frame f is allocated, else 0. */
flag_t at_get(frame_t f);
#define at_get_PRE(f)     ((f) < NFRAMES)
#define at_get_ASSIGNS(f) NOTHING
#define at_get_POST(f)    (CLAUSE(RESULT == MATIntro.used[f]))

/** Mark frame f, which is normal, allocated (b = 1) or free (b = 0). */
void at_set(frame_t f, flag_t b);
#define at_set_PRE(f, b)     ((f) < NFRAMES && (b) <= 1 && MATIntro.norm[f] == 1)
#define at_set_ASSIGNS(f, b) VAR(MATIntro.used[f])
#define at_set_POST(f, b)    (CLAUSE(MATIntro.used[f] == (b)))

/** Number of frames in play. */
u32 nps_get(void);
#define nps_get_PRE()     (1)
#define nps_get_ASSIGNS() NOTHING
#define nps_get_POST()    (CLAUSE(RESULT == MATIntro.nps))

/** Set the number of frames in play, at most NFRAMES. */
void nps_set(u32 n);
#define nps_set_PRE(n)     ((n) <= NFRAMES)
#define nps_set_ASSIGNS(n) VAR(MATIntro.nps)
#define nps_set_POST(n)    (CLAUSE(MATIntro.nps == (n)))

#endif
