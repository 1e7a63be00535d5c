/* MAT, by a tree: a frame's word as the two flags of MATIntro's table, and the tree in step. */
#include "kernel/proofs/bits.h"

/* Nodes from LEAVES on have frames for children.  Child b of node n has the number NUMBER(n, b);
 * the module calls it CHILD(n, b), which is the frame number if it is a frame. */
#define LEAVES       (FRAMES / FANOUT)
#define NUMBER(n, b) ((n) * FANOUT + (b))
#define OFFSET(n)    ((n) < LEAVES ? 0 : FRAMES)
#define CHILD(n, b)  (NUMBER(n, b) - OFFSET(n))

/* Node n knows its child b, as the first or among the others. */
#define KNOWS(n, b) ((first[n] != 0 && first[n] == CHILD(n, b)) || BIT(others[n], b))
/* Child c of node n is not empty: some frame below it is free, or it is a free frame. */
#define FILLED(n, c) \
	((n) < LEAVES ? (c) < NODES && first[c] != 0 : MAT.frame[c] == FRAME_FREE)

/* e holds for every child b of every node n in least .. bound - 1: two ALL in one, as provers find
 * their way better with one. */
#ifdef __FRAMAC__
#define CHILDREN(n, least, bound, b, e) \
	(\forall integer n, b; least <= n < bound && 0 <= b < FANOUT ==> (e))
#else
#define CHILDREN(n, least, bound, b, e) \
	ALL(n, bound, IMPLIES(n >= (least), ALL(b, FANOUT, e)))
#endif

/* A node without a first child has no others.  Else the first is a child, before the others. */
#define TREE_FIRST \
	(ALL(n, NODES, first[n] == 0 ? others[n] == 0 : \
	     n >= ROOT && CHILD(n, 0) <= first[n] && first[n] < CHILD(n, FANOUT)) && \
	 CHILDREN(n, 0, NODES, b, IMPLIES(BIT(others[n], b), first[n] < CHILD(n, b))))
/* A node knows exactly the children that are not empty.  Only of the child with the number `news`
 * it believes the opposite: that is how things stand until the node is told.  No node has ROOT for
 * a child, so for it this is without exception. */
#define TREE_NODES(news) \
	CHILDREN(n, ROOT, LEAVES, b, \
	         IFF(KNOWS(n, b), IFF(NUMBER(n, b) < NODES && first[NUMBER(n, b)] != 0, \
	                              NUMBER(n, b) != (news))))
#define TREE_FRAMES(news) \
	CHILDREN(n, LEAVES, NODES, b, \
	         IFF(KNOWS(n, b), IFF(MAT.frame[NUMBER(n, b) - FRAMES] == FRAME_FREE, \
	                              NUMBER(n, b) != (news))))

#define MAT_RELATION \
	(ALL(f, NFRAMES, MAT.frame[f] == (MATIntro.norm[f] == 0 ? FRAME_NONE \
	                                  : MATIntro.used[f] == 0 ? FRAME_FREE : FRAME_USED)) && \
	 TREE_FIRST && TREE_NODES(ROOT) && TREE_FRAMES(ROOT))
#define MAT_PRIVATE EACH(first, NODES), EACH(others, NODES)
