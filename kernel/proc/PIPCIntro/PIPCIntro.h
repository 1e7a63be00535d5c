/** @file
 * PIPCIntro: channels.
 *
 * A channel has the number of the thread that receives from it, and holds one word or none.
 */
#ifndef PIPCINTRO_H
#define PIPCINTRO_H
#include <deep.h>

struct PIPCIntro_state {
	u8 busy[NCHANS];        /**< 1 if there is a word in the channel */
	word_t content[NCHANS];
};

#define PIPCIntro_INVARIANT ALL(c, NCHANS, PIPCIntro.busy[c] <= 1)

/** 1 if there is a word in channel c. */
flag_t chan_busy(chan_t c);
#define chan_busy_PRE(c)     ((c) < NCHANS)
#define chan_busy_ASSIGNS(c) NOTHING
#define chan_busy_POST(c)    (CLAUSE(RESULT == PIPCIntro.busy[c]))

/** The content of channel c. */
word_t chan_content(chan_t c);
#define chan_content_PRE(c)     ((c) < NCHANS)
#define chan_content_ASSIGNS(c) NOTHING
#define chan_content_POST(c)    (CLAUSE(RESULT == PIPCIntro.content[c]))

/** Let channel c be busy or not, with content v. */
void chan_set(chan_t c, flag_t busy, word_t v);
#define chan_set_PRE(c, busy, v)     ((c) < NCHANS && (busy) <= 1)
#define chan_set_ASSIGNS(c, busy, v) VAR(PIPCIntro.busy[c]), VAR(PIPCIntro.content[c])
#define chan_set_POST(c, busy, v) \
	(CLAUSE(PIPCIntro.busy[c] == (busy)) && CLAUSE(PIPCIntro.content[c] == (v)))

#endif
