/* MAT, by a tree: a frame's word as the two flags of MATIntro's table, and the tree in step. */
#include "kernel/proofs/bits.h"

#define CHILD(n, b) ((n) * FANOUT + (b))
/* Node n knows its child b, as the first or among the others. */
#define KNOWS(n, b) (first[n] == CHILD(n, b) || BIT(others[n], b))

/* A node without a first child has no others; the first is a child of it, and before the others. */
#define TREE_FIRST \
	(ALL(n, NODES, first[n] == 0 ? others[n] == 0 \
	                             : n >= ROOT && CHILD(n, 0) <= first[n] && first[n] < CHILD(n, FANOUT)) && \
	 ALL(n, NODES, ALL(b, FANOUT, IMPLIES(BIT(others[n], b), first[n] < CHILD(n, b)))))
/* A node knows exactly those of its children that are not empty; but of child `but` it may not. */
#define TREE_NODES(but) \
	ALL(n, NODES, ALL(b, FANOUT, \
	    IMPLIES(ROOT < CHILD(n, b) && CHILD(n, b) < FRAMES && CHILD(n, b) != (but), \
	            IFF(KNOWS(n, b), CHILD(n, b) < NODES && first[CHILD(n, b)] != 0))))
#define TREE_FRAMES(but) \
	ALL(n, NODES, ALL(b, FANOUT, \
	    IMPLIES(FRAMES <= CHILD(n, b) && CHILD(n, b) != (but), \
	            IFF(KNOWS(n, b), CHILD(n, b) < FRAMES + NFRAMES && \
	                             MAT.frame[CHILD(n, b) - FRAMES] == FRAME_FREE))))

#define MAT_RELATION \
	(ALL(f, NFRAMES, MAT.frame[f] == (MATIntro.norm[f] == 0 ? FRAME_NONE \
	                                  : MATIntro.used[f] == 0 ? FRAME_FREE : FRAME_USED)) && \
	 TREE_FIRST && TREE_NODES(ROOT) && TREE_FRAMES(ROOT))
#define MAT_PRIVATE EACH(first, NODES), EACH(others, NODES)
