/* MATOp: memory initialisation.  Underlay: MATIntro.  Spec: MATOp.h */
#include <underlay.h>

/* The frames that lie whole in the bytes from start to end, or that some of these bytes touch:
 * usable rows are rounded inwards, the others outwards. */
static frame_t frame_up(u32 byte)
{
	return byte / PAGE_SIZE + (byte % PAGE_SIZE != 0);
}

static frame_t at_most(frame_t f, frame_t bound)
{
	return f < bound ? f : bound;
}

static frame_t at_least(frame_t f, frame_t bound)
{
	return f > bound ? f : bound;
}

static void mark_usable(u32 start, u32 end)
{
	frame_t stop = at_most(end / PAGE_SIZE, NFRAMES);

	for (frame_t f = at_least(frame_up(start), LEAST_FRAME); f < stop; f++)
		set_norm(f, 1);
}

static void mark_reserved(u32 start, u32 end)
{
	frame_t stop = at_most(frame_up(end), NFRAMES);

	for (frame_t f = at_least(start / PAGE_SIZE, LEAST_FRAME); f < stop; f++)
		set_norm(f, 0);
}

static u32 end_of(index_t i)
{
	return mi_start(i) + mi_length(i); /* MBoot's rows do not wrap */
}

static frame_t frames_in_play(void)
{
	frame_t n = NFRAMES;

	while (n > 0 && !is_norm(n - 1))
		n--;
	return n;
}

void mem_init(void)
{
	boot_loader();
	for (index_t i = 0; i < mi_rows(); i++)
		if (mi_usable(i))
			mark_usable(mi_start(i), end_of(i));
	/* Only now the rows that are not usable: where rows overlap, they win. */
	for (index_t i = 0; i < mi_rows(); i++)
		if (!mi_usable(i) && mi_length(i) > 0)
			mark_reserved(mi_start(i), end_of(i));
	nps_set(frames_in_play());
}
