/* layer: MAT */
/* Each helper is a macro; one may stand behind what uses it, and be in small letters. */
#define STATE_OF(f) (MATIntro.used[f] == 1 ? FRAME_USED : FRAME_FREE)
#define MAT_RELATION \
	(IMPLIES(MBoot.ready == 1 && !SOME(f, NFRAMES, (u32)MATIntro.norm[f] >= 2), \
	         ALL(f, NFRAMES, MAT.frame[f] == STATE_OF(f) && fits(f))) && \
	 IFF(MBoot.ready == 1, mat_init_PRE() == 0))
#define fits(f) (MATIntro.norm[f] <= 1)
#define MAT_PRIVATE NOTHING
