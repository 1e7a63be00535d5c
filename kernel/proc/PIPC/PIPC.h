/** @file
 * PIPC: threads send each other words.
 *
 * Everybody may send to any channel; only the thread with its number receives from it.  A channel
 * that is full refuses: the sender may sleep until the receiver has made room.  Whether there is a
 * word and which one are told apart, so every word can be sent, 0 too.
 */
#ifndef PIPC_H
#define PIPC_H
#include <PIPCIntro.h>
#include <PThread.h>

/** The channel of the thread that runs. */
#define OWN PCID.current

/** An empty channel says nothing of what was in it. */
#define PIPC_INVARIANT \
	ALL(c, NCHANS, IMPLIES(MBoot.ready == 1 && PIPCIntro.busy[c] == 0, \
	                       PIPCIntro.content[c] == 0))

/** Initialise memory, threads and queues; all channels are empty.  Once, first of all. */
void ipc_init(void);
#define ipc_init_PRE() sched_init_PRE()
#define ipc_init_ASSIGNS() \
	sched_init_ASSIGNS(), EACH(PIPCIntro.busy, NCHANS), EACH(PIPCIntro.content, NCHANS)
#define ipc_init_POST() \
	(sched_init_POST() && CLAUSE(ALL(c, NCHANS, PIPCIntro.busy[c] == 0)) && \
	 CLAUSE(ALL(c, NCHANS, PIPCIntro.content[c] == 0)))

/** Put v into channel c, if it is empty.  Returns 1; 0 if it is full and stays as it is. */
flag_t chan_send(chan_t c, word_t v);
#define chan_send_PRE(c, v)     (MBoot.ready == 1 && (c) < NCHANS)
#define chan_send_ASSIGNS(c, v) VAR(PIPCIntro.busy[c]), VAR(PIPCIntro.content[c])
#define chan_send_POST(c, v) \
	(CLAUSE(RESULT == (OLD(PIPCIntro.busy[c]) == 1 ? 0 : 1)) && \
	 CLAUSE(PIPCIntro.busy[c] == 1) && \
	 CLAUSE(PIPCIntro.content[c] == (RESULT == 1 ? (v) : OLD(PIPCIntro.content[c]))))

/** 1 if there is a word in the caller's own channel. */
flag_t chan_check(void);
#define chan_check_PRE()     (MBoot.ready == 1)
#define chan_check_ASSIGNS() NOTHING
#define chan_check_POST()    (CLAUSE(RESULT == PIPCIntro.busy[OWN]))

/** Take the word out of the caller's own channel, in which there is one, and wake the first thread
 * that waits for room in it.  Returns the word. */
word_t chan_recv(void);
#define chan_recv_PRE() (MBoot.ready == 1 && PIPCIntro.busy[OWN] == 1)
#define chan_recv_ASSIGNS() \
	VAR(PIPCIntro.busy[OWN]), VAR(PIPCIntro.content[OWN]), thread_wakeup_ASSIGNS(OWN)
#define chan_recv_POST() \
	(CLAUSE(RESULT == OLD(PIPCIntro.content[OWN])) && CLAUSE(PIPCIntro.busy[OWN] == 0) && \
	 CLAUSE(PIPCIntro.content[OWN] == 0) && WOKEN(OWN, OLD(FIRST_OF(OWN))))

/** Sleep until there is room in channel c.  Returns at once if there is, or if nobody else is
 * ready: so ask again, by sending. */
void chan_wait(chan_t c);
#define chan_wait_PRE(c)     (MBoot.ready == 1 && (c) < NCHANS)
#define chan_wait_ASSIGNS(c) thread_sleep_ASSIGNS(c)
#define chan_wait_POST(c)    SLEEPS_IF(OLD(SOMEBODY && PIPCIntro.busy[c] == 1), c)

/** What thread t finds, as PThread_VIEW says it: a word that was in its channel is still there, as
 * nobody else takes it out.  An empty channel may have become full. */
#define PIPC_VIEW(t) \
	IMPLIES(OLD(PIPCIntro.busy[t]) == 1, PIPCIntro.busy[t] == 1 && \
	        PIPCIntro.content[t] == OLD(PIPCIntro.content[t]))
#define PIPC_VIEW_OLD(t) VAR(PIPCIntro.busy[t]), VAR(PIPCIntro.content[t])

#endif
