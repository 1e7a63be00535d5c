/* MAT: a frame's word as the two flags of MATIntro's table. */
#define MAT_RELATION \
	ALL(f, NFRAMES, MAT.frame[f] == (MATIntro.norm[f] == 0 ? FRAME_NONE \
	                                 : MATIntro.used[f] == 0 ? FRAME_FREE : FRAME_USED))
#define MAT_PRIVATE NOTHING
