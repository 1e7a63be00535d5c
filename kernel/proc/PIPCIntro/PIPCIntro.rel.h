/* PIPCIntro: how its module represents the channels. */
#define PIPCIntro_RELATION \
	ALL(c, NCHANS, chan[c].busy == PIPCIntro.busy[c] && chan[c].content == PIPCIntro.content[c])
#define PIPCIntro_PRIVATE EACH(chan, NCHANS)
