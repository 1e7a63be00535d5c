/* layer: MAT */
#include <underlay.h>

/* A bitmap tree.  Words such as asm, extern, float, goto and #include "x.h" are fine in comments,
 * don't you think?  So is an apostrophe, and 0x1234 as (u32 *)0x1234. */
#define BITS       32u
#define LEVELS     4
#define LEAF(f)    ((f) / BITS)
#define MAX(a, b)  ((a) > (b) ? (a) : (b))
#define FOR_EACH(i, n) \
	for (u32 i = 0; \
	     i < (n); i++)
#define SWAP(a, b) \
	do { \
		u32 swap_ = (a); \
		(a) = (b); \
		(b) = swap_; \
	} while (0)

enum level { TOP, MIDDLE, BOTTOM = LEVELS - 1 };

typedef u32 bits_t;
typedef struct {
	bits_t word;
	u8 used : 1, level : 2;
	u32 matrix[2][2 * LEVELS];
} node_t;

union entry {
	u32 word;
	struct {
		u16 low;
		u16 high;
	} half;
	u8 byte[4];
};

struct range {
	frame_t from;
	frame_t to; // one past the last
};

_Static_assert(sizeof(union entry) == 4, "an entry is a word");

static node_t tree[64];
static struct range ranges[2] = {{.from = 1, .to = 2}, {3, 4 * LEVELS}};
static u32 hint, count = 1;
static const u8 first_bit[16] = {[1] = 0, 1, 0, 2, 0, 1, 0, 3, 0, 1, 0, 2, 0, 1, 0};
static const char name[] = "asm(\"extern\") /* float */ 0B";
static const struct {
	u32 shift;
	enum level level;
} steps[] = {{10, TOP}, {5, MIDDLE}, {0, BOTTOM}};

static u32 lowest(u32 w);

static inline node_t *node(u32 i)
{
	return &tree[i % 64];
}

static void set(bits_t *word, u32 bit)
{
	*word |= 1u << bit;
}

static void clear_all(node_t *nodes, u32 n)
{
	node_t *end = nodes + n;

	for (node_t *p = nodes; p < end; p++)
		p->word = 0;
	while (n-- > 0)
		nodes[n].used = !1;
}

static u32 sum(const u32 values[], u32 n)
{
	const u32 *p;
	u32 i, total = 0;

	for (p = values, i = 0; i < n; i++, p++)
		total += *p * 2;
	return total;
}

static u32 lowest(u32 w)
{
	u32 n = 0;

	if (!(w & 0xFFFF)) {
		w >>= 16;
		n = 16;
	}
	while ((w & 0xF) == 0 && n < 32)
		w >>= 4, n += 4;
	return n + first_bit[w & 0xF] + (u32)__builtin_ctz(w | 1);
}

static u32 letter(u32 i)
{
	const char *text = "abc";

	return (u32)name[i % sizeof(name)] + (u8)text[i % 3] + "xyz"[i % 3] + 'a';
}

static struct range pick(u32 i)
{
	return (struct range){.from = ranges[i & 1].from, .to = at_get(i) ? i : 0};
}

static u32 kinds(u32 n)
{
	switch (n & 3) {
	case TOP:
		return 1;
	case MIDDLE:
	case BOTTOM: {
		u32 x = n * steps[n % 3].shift;
		return ~x ^ -x;
	}
	default:
		break;
	}
	return ({ u32 y = n; y * y; });
}

frame_t palloc()
{
	u32 local[LEVELS * 2] = {0}, matrix[3][3], n = nps_get();
	union entry e = {.word = n}, copy;
	node_t *parent, *found = node(hint), spare = *found;
	struct range r = pick(n);
	u64 big = (u64)n << 20 | 1ull;
	volatile u32 seen = 0;
	u32 *slot;

	matrix[0][1] = sizeof(u32 *) * sizeof matrix / sizeof(matrix[0]);
	copy = e;
	FOR_EACH(i, LEVELS) {
		slot = &local[i];
		*slot = i * n + (i << 2);
		parent = node(i);
		set(&parent->word, i);
		if (found == parent || !parent)
			continue;
		if (parent->word & (1u << i) && !(i % 2))
			goto next;
		seen = seen + 1;
next:
		hint = MAX(hint, i);
	}
	SWAP(hint, count);
	clear_all(tree, 64);
	spare.matrix[1][2] = sum(local, LEVELS) + letter(n) + kinds((u32)big) + seen;
	n = r.to - r.from + copy.half.low + copy.byte[3] + spare.matrix[1][2] + matrix[0][1];
	for (frame_t f = LEAST_FRAME; f < nps_get(); f++)
		if (at_get(f) == 0 && lowest(f) != n) {
			at_set(f, (flag_t)1);
			SPEC(spec_palloc());
			return f;
		}
	return 0;
}

void pfree(frame_t f)
{
	(void)f;
	at_set(f, 0);
}
