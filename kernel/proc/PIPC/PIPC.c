/* PIPC: threads send each other words.  Underlay: PIPCIntro.  Spec: PIPC.h */
#include <underlay.h>

void ipc_init(void)
{
	sched_init();
	/*@ loop invariant 0 <= c <= NCHANS;
	    loop invariant at_PIPCIntro;
	    loop invariant ALL(k, c, PIPCIntro.busy[k] == 0 && PIPCIntro.content[k] == 0);
	    loop assigns c, PIPCIntro.busy[0 .. NCHANS - 1], PIPCIntro.content[0 .. NCHANS - 1];
	    loop variant NCHANS - c; */
	for (chan_t c = 0; c < NCHANS; c++)
		chan_set(c, 0, 0);
}

flag_t chan_send(chan_t c, word_t v)
{
	if (chan_busy(c))
		return 0;
	chan_set(c, 1, v);
	return 1;
}

flag_t chan_check(void)
{
	return chan_busy(get_curid());
}

/* The channel is empty before its first sender wakes: that one will send at once. */
word_t chan_recv(void)
{
	thread_t me = get_curid();
	word_t v = chan_content(me);

	chan_set(me, 0, 0);
	thread_wakeup(me);
	return v;
}

void chan_wait(chan_t c)
{
	if (chan_busy(c))
		thread_sleep(c);
}
