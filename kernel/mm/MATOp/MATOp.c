/* MATOp: memory initialisation.  Underlay: MATIntro.  Spec: MATOp.h */
#include <underlay.h>

/* What the rows said so far. */
/*@ predicate covered(integer f, integer n) = SOME(i, n, ROW_COVERS(i, f));
    predicate touched(integer f, integer n) = SOME(i, n, ROW_TOUCHES(i, f));
    predicate none_used = ALL(f, NFRAMES, MATIntro.used[f] == 0); */

/* The frames that lie whole in the bytes from start to end, or that some of these bytes touch:
 * usable rows are rounded inwards, the others outwards. */
/*@ assigns \nothing;
    ensures byte <= RESULT * PAGE_SIZE < byte + PAGE_SIZE; */
static frame_t frame_up(u32 byte)
{
	return byte / PAGE_SIZE + (byte % PAGE_SIZE != 0);
}

/*@ assigns \nothing;
    ensures RESULT == (f < bound ? f : bound); */
static frame_t at_most(frame_t f, frame_t bound)
{
	return f < bound ? f : bound;
}

/*@ assigns \nothing;
    ensures RESULT == (f > bound ? f : bound); */
static frame_t at_least(frame_t f, frame_t bound)
{
	return f > bound ? f : bound;
}

/*@ requires at_MATIntro && none_used;
    assigns MATIntro.norm[0 .. NFRAMES - 1], MATIntro.used[0 .. NFRAMES - 1];
    ensures at_MATIntro && none_used;
    ensures ALL(f, NFRAMES, MATIntro.norm[f] ==
        (LEAST_FRAME <= f && start <= f * PAGE_SIZE && (f + 1) * PAGE_SIZE <= end
         ? 1 : OLD(MATIntro.norm[f]))); */
static void mark_usable(u32 start, u32 end)
{
	frame_t first = at_least(frame_up(start), LEAST_FRAME);
	frame_t stop = at_most(end / PAGE_SIZE, NFRAMES);

	/*@ loop invariant first <= f && (f <= stop || f == first) && at_MATIntro && none_used;
	    loop invariant ALL(k, NFRAMES, MATIntro.norm[k] ==
	        (first <= k && k < f ? 1 : \at(MATIntro.norm[k], Pre)));
	    loop assigns f, MATIntro.norm[0 .. NFRAMES - 1], MATIntro.used[0 .. NFRAMES - 1];
	    loop variant stop - f; */
	for (frame_t f = first; f < stop; f++)
		set_norm(f, 1);
}

/*@ requires at_MATIntro && none_used && start < end;
    assigns MATIntro.norm[0 .. NFRAMES - 1], MATIntro.used[0 .. NFRAMES - 1];
    ensures at_MATIntro && none_used;
    ensures ALL(f, NFRAMES, MATIntro.norm[f] ==
        (LEAST_FRAME <= f && start < (f + 1) * PAGE_SIZE && f * PAGE_SIZE < end
         ? 0 : OLD(MATIntro.norm[f]))); */
static void mark_reserved(u32 start, u32 end)
{
	frame_t first = at_least(start / PAGE_SIZE, LEAST_FRAME);
	frame_t stop = at_most(frame_up(end), NFRAMES);

	/*@ loop invariant first <= f && (f <= stop || f == first) && at_MATIntro && none_used;
	    loop invariant ALL(k, NFRAMES, MATIntro.norm[k] ==
	        (first <= k && k < f ? 0 : \at(MATIntro.norm[k], Pre)));
	    loop assigns f, MATIntro.norm[0 .. NFRAMES - 1], MATIntro.used[0 .. NFRAMES - 1];
	    loop variant stop - f; */
	for (frame_t f = first; f < stop; f++)
		set_norm(f, 0);
}

/*@ requires at_MATIntro && MBoot.ready == 1 && i < MBoot.rows;
    assigns \nothing;
    ensures RESULT == MBoot.start[i] + MBoot.length[i]; */
static u32 end_of(index_t i)
{
	return mi_start(i) + mi_length(i); /* MBoot's rows do not wrap */
}

/*@ requires at_MATIntro;
    assigns \nothing;
    ensures RESULT <= NFRAMES && IMPLIES(RESULT > 0, MATIntro.norm[RESULT - 1] == 1);
    ensures ALL(f, NFRAMES, IMPLIES(MATIntro.norm[f] == 1, f < RESULT)); */
static frame_t frames_in_play(void)
{
	frame_t n = NFRAMES;

	/*@ loop invariant n <= NFRAMES;
	    loop invariant ALL(f, NFRAMES, IMPLIES(MATIntro.norm[f] == 1, f < n));
	    loop assigns n;
	    loop variant n; */
	while (n > 0 && !is_norm(n - 1))
		n--;
	return n;
}

void mem_init(void)
{
	boot_loader();
	/*@ loop invariant 0 <= i <= MBoot.rows && at_MATIntro && none_used;
	    loop invariant ALL(f, NFRAMES,
	        IFF(MATIntro.norm[f] == 1, f >= LEAST_FRAME && covered(f, i)));
	    loop assigns i, MATIntro.norm[0 .. NFRAMES - 1], MATIntro.used[0 .. NFRAMES - 1];
	    loop variant MBoot.rows - i; */
	for (index_t i = 0; i < mi_rows(); i++)
		if (mi_usable(i))
			mark_usable(mi_start(i), end_of(i));
	/* Only now the rows that are not usable: where rows overlap, they win. */
	/*@ loop invariant 0 <= i <= MBoot.rows && at_MATIntro && none_used;
	    loop invariant ALL(f, NFRAMES, IFF(MATIntro.norm[f] == 1,
	        f >= LEAST_FRAME && covered(f, MBoot.rows) && !touched(f, i)));
	    loop assigns i, MATIntro.norm[0 .. NFRAMES - 1], MATIntro.used[0 .. NFRAMES - 1];
	    loop variant MBoot.rows - i; */
	for (index_t i = 0; i < mi_rows(); i++)
		if (!mi_usable(i) && mi_length(i) > 0)
			mark_reserved(mi_start(i), end_of(i));
	nps_set(frames_in_play());
}
