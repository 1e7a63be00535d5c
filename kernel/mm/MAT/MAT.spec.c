/* MAT: the executable specification. */
#include <MAT.h>

/* The part of mat_init that is MAT's own. */
/*@ requires MBoot_INVARIANT;
    assigns MAT.frame[0 .. NFRAMES - 1];
    ensures ALL(f, NFRAMES, IMPLIES(FRAME_USABLE(f), MAT.frame[f] == FRAME_FREE));
    ensures ALL(f, NFRAMES, IMPLIES(!FRAME_USABLE(f), MAT.frame[f] == FRAME_NONE)); */
static void free_all(void)
{
	/*@ loop invariant 0 <= f <= NFRAMES;
	    loop invariant ALL(k, f, IMPLIES(FRAME_USABLE(k), MAT.frame[k] == FRAME_FREE));
	    loop invariant ALL(k, f, IMPLIES(!FRAME_USABLE(k), MAT.frame[k] == FRAME_NONE));
	    loop assigns f, MAT.frame[0 .. NFRAMES - 1];
	    loop variant NFRAMES - f; */
	for (frame_t f = 0; f < NFRAMES; f++)
		MAT.frame[f] = spec_frame_usable(f) ? FRAME_FREE : FRAME_NONE;
}

void spec_mat_init(void)
{
	spec_boot_loader();
	free_all();
}

frame_t spec_palloc(void)
{
	/*@ loop invariant 0 <= f <= NFRAMES;
	    loop invariant ALL(k, f, MAT.frame[k] != FRAME_FREE);
	    loop assigns f;
	    loop variant NFRAMES - f; */
	for (frame_t f = 0; f < NFRAMES; f++) {
		if (MAT.frame[f] == FRAME_FREE) {
			MAT.frame[f] = FRAME_USED;
			return f;
		}
	}
	return 0;
}

void spec_pfree(frame_t f)
{
	MAT.frame[f] = FRAME_FREE;
}
