/* PIPC: the executable specification. */
#include <PIPC.h>

void spec_ipc_init(void)
{
	spec_sched_init();
	/*@ loop invariant 0 <= c <= NCHANS;
	    loop invariant ALL(k, c, PIPCIntro.busy[k] == 0 && PIPCIntro.content[k] == 0);
	    loop assigns c, PIPCIntro.busy[0 .. NCHANS - 1], PIPCIntro.content[0 .. NCHANS - 1];
	    loop variant NCHANS - c; */
	for (chan_t c = 0; c < NCHANS; c++) {
		PIPCIntro.busy[c] = 0;
		PIPCIntro.content[c] = 0;
	}
}

flag_t spec_chan_send(chan_t c, word_t v)
{
	if (PIPCIntro.busy[c] == 1)
		return 0;
	PIPCIntro.busy[c] = 1;
	PIPCIntro.content[c] = v;
	return 1;
}

flag_t spec_chan_check(void)
{
	return PIPCIntro.busy[OWN];
}

word_t spec_chan_recv(void)
{
	word_t v = PIPCIntro.content[OWN];

	PIPCIntro.busy[OWN] = 0;
	PIPCIntro.content[OWN] = 0;
	spec_thread_wakeup(OWN);
	return v;
}

void spec_chan_wait(chan_t c)
{
	if (PIPCIntro.busy[c] == 1)
		spec_thread_sleep(c);
}
