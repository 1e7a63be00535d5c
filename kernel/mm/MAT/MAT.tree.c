/* MAT: the page allocator, by a tree of bits.  Underlay: MATOp.  Spec: MAT.h
 *
 * The scan asks every frame; here four steps lead to the least free one.  A node has FANOUT
 * children and is empty if no frame below it is free.  It knows its least child that is not empty,
 * and by a bit each the others.  palloc follows the least children down; a node that becomes empty,
 * or stops being so, is news for its parent, and any other change for nobody.
 *
 * Nodes are numbered so that the children of node n are n * FANOUT and the FANOUT - 1 after it; the
 * frames are the children of the lowest nodes.  Numbers in between are not used: they cost memory
 * that nobody touches and save every question which level a node is on.
 */
#include <underlay.h>

/* A word of bits a node over 2^18 frames; over the few frames of the checker a tree as deep. */
enum { FANOUT = NFRAMES <= 16 ? 2 : 32 };

#define ROOT   1u
#define FRAMES (FANOUT * FANOUT * FANOUT * FANOUT) /* number of frame 0: four levels below ROOT */
#define NODES  ((FRAMES + NFRAMES - 1) / FANOUT + 1)

/* The three nodes between frame number n and the root. */
#define LEAF(n) ((n) / FANOUT)
#define LOW(n)  LEAF(LEAF(n))
#define HIGH(n) LEAF(LOW(n))

_Static_assert(NFRAMES <= FRAMES, "four levels hold all frames");

/* A child is called by its number, but a frame by its frame number, as palloc has to return it. */
static u32 first[NODES];  /* least child that is not empty, 0 for none; first[0] stays 0 */
static u32 others[NODES]; /* bit c % FANOUT: child c is not empty either */

/* For the proof; the words in capitals are explained in MAT.tree.rel.h.  tree(ROOT): the tree is
 * right; tree(c): but the parent of number c has still to be told that c changed. */
/*@ predicate firsts{L} = TREE_FIRST;
    predicate nodes{L}(integer news) = TREE_NODES(news);
    predicate frames{L}(integer news) = TREE_FRAMES(news);
    predicate tree{L}(integer news) = firsts && nodes(news) && frames(news);
    predicate knows{L}(integer n, integer c) = KNOWS(n, c - CHILD(n, 0));
    predicate is_child(integer n, integer c) =
        ROOT <= n < NODES && CHILD(n, 0) <= c < CHILD(n, FANOUT); */

/* The first child of node n became empty.  Returns 1 if n did as well.  What n's children are
 * called is their number less `offset`. */
/*@ requires ROOT <= n < NODES && offset == OFFSET(n);
    requires first[n] != 0 && !FILLED(n, first[n]) && tree(first[n] + offset);
    assigns first[n], others[n];
    ensures RESULT == 0 ==> tree(ROOT);
    ensures RESULT != 0 ==> tree(n) && first[n] == 0; */
static flag_t remove_first(u32 n, u32 offset)
{
	u32 bits = others[n];

	if (bits != 0) {
		others[n] = bits & (bits - 1); /* without its least bit */
		first[n] = n * FANOUT - offset + (u32)__builtin_ctz(bits);
		//@ assert others[n] == (bits & (bits - 1)) && first[n] == CHILD(n, ctz(bits));
		//@ assert ALL(b, FANOUT, IFF(KNOWS(n, b), BIT(bits, b)));
		//@ assert firsts;
		//@ assert ALL(m, NODES, IFF(first[m] == 0, \at(first[m], Pre) == 0));
		//@ assert ALL(b, FANOUT, IFF(KNOWS(n, b), FILLED(n, CHILD(n, b))));
		//@ assert nodes(ROOT);
		//@ assert frames(ROOT);
		return 0;
	}
	first[n] = 0;
	//@ assert ALL(b, FANOUT, !KNOWS(n, b));
	//@ assert firsts;
	//@ assert nodes(n);
	//@ assert frames(n);
	return 1;
}

/* Node n notes its child c among the others. */
/*@ requires is_child(n, c);
    assigns others[n];
    ensures ALL(b, FANOUT,
        IFF(BIT(others[n], b), BIT(\old(others[n]), b) || CHILD(n, b) == c)); */
static void add_other(u32 n, u32 c)
{
	//@ assert c == CHILD(n, c % FANOUT);
	//@ assert (1 << c % FANOUT) == (u32)(1 << c % FANOUT);
	others[n] |= 1u << c % FANOUT;
	//@ assert others[n] == (\at(others[n], Pre) | (1 << c % FANOUT));
}

/* Child c of node n is not empty any more.  Returns 1 if n was empty before. */
/*@ requires is_child(n, c) && c != 0 && FILLED(n, c) && tree(c + OFFSET(n));
    assigns first[n], others[n];
    ensures RESULT == 0 ==> tree(ROOT);
    ensures RESULT != 0 ==> tree(n) && first[n] != 0; */
static flag_t add(u32 n, u32 c)
{
	u32 least = first[n];

	//@ assert !BIT(others[n], c - CHILD(n, 0));
	//@ assert least != c;
	if (least == 0) {
		first[n] = c;
		//@ assert ALL(b, FANOUT, IFF(KNOWS(n, b), CHILD(n, b) == c));
		//@ assert firsts;
		//@ assert nodes(n);
		//@ assert frames(n);
		return 1;
	}
	if (c < least) {
		first[n] = c;
		c = least;
	}
	add_other(n, c);
	//@ assert firsts;
	//@ assert ALL(m, NODES, IFF(first[m] == 0, \at(first[m], Pre) == 0));
	//@ assert ALL(b, FANOUT, IFF(KNOWS(n, b), FILLED(n, CHILD(n, b))));
	//@ assert nodes(ROOT);
	//@ assert frames(ROOT);
	return 0;
}

/* Frame f became free. */
/*@ requires 0 < f < NFRAMES && MAT.frame[f] == FRAME_FREE && tree(FRAMES + f);
    assigns first[0 .. NODES - 1], others[0 .. NODES - 1];
    ensures tree(ROOT); */
static void add_frame(frame_t f)
{
	u32 n = FRAMES + f;

	if (add(LEAF(n), f) && add(LOW(n), LEAF(n)) && add(HIGH(n), LOW(n)))
		add(ROOT, HIGH(n));
}

/* Frame f, the least of those that were free, is so no longer. */
/*@ requires 0 < f < NFRAMES && MAT.frame[f] != FRAME_FREE && tree(FRAMES + f);
    requires first[LEAF(FRAMES + f)] == f && first[LOW(FRAMES + f)] == LEAF(FRAMES + f);
    requires first[HIGH(FRAMES + f)] == LOW(FRAMES + f) && first[ROOT] == HIGH(FRAMES + f);
    assigns first[0 .. NODES - 1], others[0 .. NODES - 1];
    ensures tree(ROOT); */
static void remove_frame(frame_t f)
{
	u32 n = FRAMES + f;

	if (remove_first(LEAF(n), FRAMES) && remove_first(LOW(n), 0) && remove_first(HIGH(n), 0))
		remove_first(ROOT, 0);
}

void mat_init(void)
{
	u32 n;

	mem_init();
	n = nps_get();
	/*@ loop invariant LEAST_FRAME <= f && tree(ROOT);
	    loop invariant ALL(k, NFRAMES, MAT.frame[k] ==
	        (k < f && MATIntro.norm[k] == 1 ? FRAME_FREE : FRAME_NONE));
	    loop assigns f, MAT.frame[0 .. NFRAMES - 1],
	        first[0 .. NODES - 1], others[0 .. NODES - 1];
	    loop variant n - f; */
	for (frame_t f = LEAST_FRAME; f < n; f++) {
		if (is_norm(f)) {
			SPEC(MAT.frame[f] = FRAME_FREE);
			add_frame(f);
		}
	}
}

frame_t palloc(void)
{
	/* A first child is never empty, so each of these steps leads on ... */
	//@ assert ALL(n, NODES, first[n] != 0 ==> !BIT(others[n], first[n] - CHILD(n, 0)));
	//@ assert ALL(n, NODES, first[n] != 0 ==> FILLED(n, first[n]));
	frame_t f = first[first[first[first[ROOT]]]]; /* 0 if the root is empty, as first[0] is 0 */

	/* ... and none leads past s, the least free frame, as all nodes above it are known. */
	SPEC(frame_t s = spec_palloc());
	//@ assert s != 0 ==> knows(LEAF(FRAMES + s), s);
	//@ assert s != 0 ==> knows(LOW(FRAMES + s), LEAF(FRAMES + s));
	//@ assert s != 0 ==> knows(HIGH(FRAMES + s), LOW(FRAMES + s));
	//@ assert s != 0 ==> knows(ROOT, HIGH(FRAMES + s));
	//@ assert s != 0 ==> 0 < first[ROOT] <= HIGH(FRAMES + s);
	//@ assert s != 0 ==> 0 < first[first[ROOT]] <= LOW(FRAMES + s);
	//@ assert s != 0 ==> 0 < first[first[first[ROOT]]] <= LEAF(FRAMES + s);
	//@ assert s != 0 ==> 0 < f <= s;
	if (f == 0)
		return 0;
	//@ assert LEAF(FRAMES + f) == first[first[first[ROOT]]];
	//@ assert LOW(FRAMES + f) == first[first[ROOT]];
	//@ assert HIGH(FRAMES + f) == first[ROOT];
	//@ assert s == f;
	at_set(f, 1);
	remove_frame(f);
	return f;
}

void pfree(frame_t f)
{
	at_set(f, 0);
	SPEC(spec_pfree(f));
	add_frame(f);
}
