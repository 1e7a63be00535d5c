# the array hides inside a function that reads and writes it
s/#include <MAT.h>/#include <underlay.h>\nenum { FRAME_NONE, FRAME_FREE, FRAME_USED };\nstatic u32 frame(frame_t f, u32 set)\n{\n\tstatic u8 state[NFRAMES];\n\n\tif (set < 3)\n\t\tstate[f] = (u8)set;\n\treturn state[f];\n}/
s/MAT\.frame\[f\] = \(.*\);/frame(f, \1);/
s/MAT\.frame\[f\]/frame(f, 3)/g
s/spec_boot_loader/mem_init/
s/spec_frame_usable/is_norm/
s/spec_mat_init/mat_init/
s/spec_palloc/palloc/
s/spec_pfree/pfree/
