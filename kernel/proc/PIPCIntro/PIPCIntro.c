/* PIPCIntro: channels.  Spec: PIPCIntro.h */
#include <underlay.h>

struct channel {
	flag_t busy;
	word_t content;
};

static struct channel chan[NCHANS];

flag_t chan_busy(chan_t c)
{
	return chan[c].busy;
}

word_t chan_content(chan_t c)
{
	return chan[c].content;
}

void chan_set(chan_t c, flag_t busy, word_t v)
{
	chan[c].busy = busy;
	chan[c].content = v;
	SPEC(spec_chan_set(c, busy, v));
}
