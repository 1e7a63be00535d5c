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
#define FANOUT (NFRAMES <= 16 ? 2u : 32u)
#define ROOT   1u
#define FRAMES (FANOUT * FANOUT * FANOUT * FANOUT) /* number of frame 0: four levels below ROOT */
#define NODES  ((FRAMES + NFRAMES - 1) / FANOUT + 1)

/* The three nodes between frame number n and the root. */
#define LEAF(n) ((n) / FANOUT)
#define LOW(n)  ((n) / (FANOUT * FANOUT))
#define HIGH(n) ((n) / (FANOUT * FANOUT * FANOUT))

_Static_assert(NFRAMES <= FRAMES, "four levels hold all frames");

static u32 first[NODES];  /* least child that is not empty, 0 for none; first[0] stays 0 */
static u32 others[NODES]; /* bit c % FANOUT: child c is not empty either */

/* The tree is right, but the parent of c may not know that c is empty, or not empty any more.  The
 * root has no parent: it is always right but for the root. */
/*@ predicate tree_but{L}(integer c) = TREE_FIRST && TREE_NODES(c) && TREE_FRAMES(c);
    predicate is_empty{L}(integer c) = c < FRAMES ? first[c] == 0
                                               : MAT.frame[c - FRAMES] != FRAME_FREE;
    predicate is_number(integer c) = ROOT < c < NODES || FRAMES <= c < FRAMES + NFRAMES; */

/* Child c, the first of its parent, became empty.  Returns 1 if the parent did as well. */
/*@ requires is_number(c) && first[c / FANOUT] == c && is_empty(c) && tree_but(c);
    assigns first[c / FANOUT], others[c / FANOUT];
    ensures RESULT == 0 ==> tree_but(ROOT);
    ensures RESULT != 0 ==> tree_but(c / FANOUT) && is_empty(c / FANOUT); */
static flag_t remove_first(u32 c)
{
	u32 n = c / FANOUT;
	u32 bits = others[n];

	if (bits != 0) {
		others[n] = bits & (bits - 1); /* without its least bit */
		first[n] = n * FANOUT + (u32)__builtin_ctz(bits);
		return 0;
	}
	first[n] = 0;
	return 1;
}

/* Child c is not empty any more.  Returns 1 if its parent was empty before. */
/*@ requires is_number(c) && !KNOWS(c / FANOUT, c % FANOUT) && !is_empty(c) && tree_but(c);
    assigns first[c / FANOUT], others[c / FANOUT];
    ensures RESULT == 0 ==> tree_but(ROOT);
    ensures RESULT != 0 ==> tree_but(c / FANOUT) && !is_empty(c / FANOUT) &&
        !KNOWS(c / FANOUT / FANOUT, c / FANOUT % FANOUT); */
static flag_t add(u32 c)
{
	u32 n = c / FANOUT;
	u32 least = first[n];

	if (least == 0) {
		first[n] = c;
		return 1;
	}
	if (c < least) {
		first[n] = c;
		c = least;
	}
	others[n] |= 1u << c % FANOUT;
	return 0;
}

/* Frame f became free. */
/*@ requires f < NFRAMES && tree_but(FRAMES + f) && MAT.frame[f] == FRAME_FREE;
    requires !KNOWS(LEAF(FRAMES + f), (FRAMES + f) % FANOUT);
    assigns first[0 .. NODES - 1], others[0 .. NODES - 1];
    ensures tree_but(ROOT); */
static void add_frame(frame_t f)
{
	u32 n = FRAMES + f;

	if (add(n) && add(LEAF(n)) && add(LOW(n)))
		add(HIGH(n));
}

void mat_init(void)
{
	u32 n;

	mem_init();
	n = nps_get();
	/*@ loop invariant LEAST_FRAME <= f && tree_but(ROOT);
	    loop invariant ALL(k, NFRAMES, MAT.frame[k] ==
	        (k < f && FRAME_USABLE(k) ? FRAME_FREE : FRAME_NONE));
	    loop assigns f, MAT.frame[0 .. NFRAMES - 1], first[0 .. NODES - 1], others[0 .. NODES - 1];
	    loop variant n - f; */
	for (frame_t f = LEAST_FRAME; f < n; f++) {
		SPEC(MAT.frame[f] = spec_frame_usable(f) ? FRAME_FREE : FRAME_NONE);
		if (is_norm(f))
			add_frame(f);
	}
}

frame_t palloc(void)
{
	u32 high = first[ROOT];
	u32 low = first[high]; /* from here on 0 if the root is empty, as first[0] is 0 */
	u32 leaf = first[low];
	u32 n = first[leaf];
	frame_t f = n - FRAMES;

	/* Where a frame is free, no node above it is empty, and none has a first child after it. */
	//@ assert ALL(k, NFRAMES, IMPLIES(MAT.frame[k] == FRAME_FREE, 0 < first[LEAF(FRAMES + k)] <= FRAMES + k));
	//@ assert ALL(k, NFRAMES, IMPLIES(MAT.frame[k] == FRAME_FREE, 0 < first[LOW(FRAMES + k)] <= LEAF(FRAMES + k)));
	//@ assert ALL(k, NFRAMES, IMPLIES(MAT.frame[k] == FRAME_FREE, 0 < first[HIGH(FRAMES + k)] <= LOW(FRAMES + k)));
	//@ assert ALL(k, NFRAMES, IMPLIES(MAT.frame[k] == FRAME_FREE, 0 < high <= HIGH(FRAMES + k)));
	//@ assert ALL(k, NFRAMES, IMPLIES(MAT.frame[k] == FRAME_FREE, 0 < n <= FRAMES + k));
	if (n == 0) {
		SPEC(frame_t s = spec_palloc());
		//@ assert s == 0;
		return 0;
	}
	//@ assert MAT.frame[f] == FRAME_FREE;
	at_set(f, 1);
	SPEC(frame_t s = spec_palloc());
	//@ assert s == f;
	if (remove_first(n) && remove_first(LEAF(n)) && remove_first(LOW(n)))
		remove_first(HIGH(n));
	return f;
}

void pfree(frame_t f)
{
	at_set(f, 0);
	SPEC(spec_pfree(f));
	add_frame(f);
}
