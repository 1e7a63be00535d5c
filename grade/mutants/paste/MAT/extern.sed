# the abstract state is declared and looked for elsewhere
s/#include <MAT.h>/#include <underlay.h>\nenum { FRAME_NONE, FRAME_FREE, FRAME_USED };\nextern struct { u8 frame[NFRAMES]; } MAT;/
s/spec_boot_loader/mem_init/
s/spec_frame_usable/is_norm/
s/spec_mat_init/mat_init/
s/spec_palloc/palloc/
s/spec_pfree/pfree/
