/* PIPCIntro: the executable specification. */
#include <PIPCIntro.h>

flag_t spec_chan_busy(chan_t c)
{
	return PIPCIntro.busy[c];
}

word_t spec_chan_content(chan_t c)
{
	return PIPCIntro.content[c];
}

void spec_chan_set(chan_t c, flag_t busy, word_t v)
{
	PIPCIntro.busy[c] = (u8)busy;
	PIPCIntro.content[c] = v;
}
