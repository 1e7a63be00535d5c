/* MAT, by a tree: a frame's word as the two flags of MATIntro's table, and the tree in step. */
#include "kernel/proofs/bits.h"

#define FLAG(bits, c) ((bits) >> (c) % FANOUT & 1)
#define KNOWN(n, c)   ((first[n] == (c) && (c) != 0) || FLAG(others[n], c) == 1)
#define MAT_RELATION \
	(ALL(f, NFRAMES, MAT.frame[f] == (MATIntro.norm[f] == 0 ? FRAME_NONE \
	                                  : MATIntro.used[f] == 0 ? FRAME_FREE : FRAME_USED)) && \
	 first[0] == 0 && ALL(n, NODES, IMPLIES(first[n] == 0, others[n] == 0)) && \
	 /* a node knows exactly its children that are not empty */ \
	 ALL(f, NFRAMES, IFF(MAT.frame[f] == FRAME_FREE, KNOWN(LEAF(FRAMES + f), f))) && \
	 ALL(n, NODES, IMPLIES(n > ROOT, IFF(first[n] != 0, KNOWN(n / FANOUT, n)))) && \
	 /* the others come after the first */ \
	 ALL(f, NFRAMES, IMPLIES(FLAG(others[LEAF(FRAMES + f)], f) == 1, \
	                         first[LEAF(FRAMES + f)] < f)) && \
	 ALL(n, NODES, IMPLIES(n > ROOT && FLAG(others[n / FANOUT], n) == 1, \
	                       first[n / FANOUT] < n)) && \
	 /* and all are children of it */ \
	 ALL(f, NFRAMES, IMPLIES(first[LEAF(FRAMES + f)] != 0, \
	                         first[LEAF(FRAMES + f)] / FANOUT == f / FANOUT)) && \
	 ALL(n, NODES, IMPLIES(n > ROOT && first[n / FANOUT] != 0, \
	                       first[n / FANOUT] / FANOUT == n / FANOUT)))
#define MAT_PRIVATE EACH(first, NODES), EACH(others, NODES)
