/* layer: MAT */
#include <underlay.h>

struct row {
	u32 start;
	u32 length;
};

static struct row rows[8];
static u32 grid[4][4];

static u32 cell(u32 (*lines)[4], u32 i)
{
	return lines[i & 3][0];
}

static u32 choose(const struct row *r, u32 n)
{
	const u32 *field = &r->start;

	switch (n) {
	case 0:
		return *field;
	case 1:
		field = &r->length;
		break;
	default:
		return field[0] + 1;
	}
	return *field;
}

static struct row *search(u32 start)
{
	struct row *r = rows, *end = rows + 8;

again:
	if (r == end - 1 || r->start >= start)
		return r;
	r++;
	goto again;
}

static u32 other(u32 n)
{
	if (n)
		goto again;
	n = 1;
again:
	return n;
}

frame_t palloc(void)
{
	struct row *r, *best;
	u32 i, **handle, total = other(1);
	u32 (*line)[4] = grid;
	u32 *first = *line;

	best = search(3);
	for (i = 0; i < 8; i++) {
		r = &rows[i];
		if (r->length > best->length)
			best = r;
	}
	for (r = rows; r < rows + 8; r++)
		total += choose(r, i);
	handle = &first;
	return **handle + cell(grid, total) + (u32)(best - rows);
}

void pfree(frame_t f)
{
	struct row *r = f < 8 ? &rows[f] : rows;

	*r = (struct row){.start = f};
}
