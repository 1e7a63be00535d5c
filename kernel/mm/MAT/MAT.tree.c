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

/* A child is called by its number, but a frame by its frame number, as palloc has to return it. */
static u32 first[NODES];  /* least child that is not empty, 0 for none; first[0] stays 0 */
static u32 others[NODES]; /* bit c % FANOUT: child c is not empty either */

/* The first child of node n became empty.  Returns 1 if n did as well.  What n's children are
 * called is their number less `offset`. */
static flag_t remove_first(u32 n, u32 offset)
{
	u32 bits = others[n];

	if (bits != 0) {
		others[n] = bits & (bits - 1); /* without its least bit */
		first[n] = n * FANOUT - offset + (u32)__builtin_ctz(bits);
		return 0;
	}
	first[n] = 0;
	return 1;
}

/* Child c of node n is not empty any more.  Returns 1 if n was empty before. */
static flag_t add(u32 n, u32 c)
{
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

static void add_frame(frame_t f)
{
	u32 n = FRAMES + f;

	if (add(LEAF(n), f) && add(LOW(n), LEAF(n)) && add(HIGH(n), LOW(n)))
		add(ROOT, HIGH(n));
}

void mat_init(void)
{
	u32 n;

	mem_init();
	n = nps_get();
	for (frame_t f = LEAST_FRAME; f < n; f++)
		if (is_norm(f))
			add_frame(f);
}

frame_t palloc(void)
{
	frame_t f = first[first[first[first[ROOT]]]]; /* 0 if the root is empty, as first[0] is 0 */
	u32 n = FRAMES + f;

	if (f == 0)
		return 0;
	at_set(f, 1);
	if (remove_first(LEAF(n), FRAMES) && remove_first(LOW(n), 0) && remove_first(HIGH(n), 0))
		remove_first(ROOT, 0);
	return f;
}

void pfree(frame_t f)
{
	at_set(f, 0);
	add_frame(f);
}
