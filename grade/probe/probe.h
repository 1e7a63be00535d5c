/* probe.h: the probe, the program that stands on the layer under test. */
#ifndef PROBE_H
#define PROBE_H

struct stream;

/* Make the calls of the stream and write their results; the run ends with it.  To be called on
 * stack slot 0. */
_Noreturn void probe_run(struct stream *stream);

#endif
