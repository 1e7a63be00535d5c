/* MATOp: the executable specification. */
#include <MATOp.h>

void spec_mem_init(void)
{
	spec_boot_loader();
	MATIntro.nps = 0;
	/*@ loop invariant 0 <= f <= NFRAMES && MATIntro.nps <= f;
	    loop invariant ALL(k, f, MATIntro.norm[k] <= 1);
	    loop invariant ALL(k, f, IFF(MATIntro.norm[k] == 1, FRAME_USABLE(k)));
	    loop invariant ALL(k, f, MATIntro.used[k] == 0);
	    loop invariant IMPLIES(MATIntro.nps > 0, MATIntro.norm[MATIntro.nps - 1] == 1);
	    loop invariant ALL(k, f, IMPLIES(MATIntro.norm[k] == 1, k < MATIntro.nps));
	    loop assigns f, MATIntro.norm[0 .. NFRAMES - 1], MATIntro.used[0 .. NFRAMES - 1],
	        MATIntro.nps;
	    loop variant NFRAMES - f; */
	for (frame_t f = 0; f < NFRAMES; f++) {
		MATIntro.norm[f] = (u8)spec_frame_usable(f);
		MATIntro.used[f] = 0;
		if (MATIntro.norm[f] == 1)
			MATIntro.nps = f + 1;
	}
}
