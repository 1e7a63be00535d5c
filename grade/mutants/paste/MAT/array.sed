# the abstract state becomes a static array
s/#include <MAT.h>/#include <underlay.h>\nenum { FRAME_NONE, FRAME_FREE, FRAME_USED };\nstatic u8 frame[NFRAMES];/
s/MAT\.frame/frame/g
s/spec_boot_loader/mem_init/
s/spec_frame_usable/is_norm/
s/spec_mat_init/mat_init/
s/spec_palloc/palloc/
s/spec_pfree/pfree/
