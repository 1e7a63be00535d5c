# the abstract state becomes a static struct
s/#include <MATOp.h>/#include <underlay.h>\nstatic struct { u8 norm[NFRAMES], used[NFRAMES]; u32 nps; } MATIntro;/
s/spec_mem_init/mem_init/
s/spec_boot_loader/boot_loader/
s/(u8)spec_frame_usable(f)/(u8)(mi_rows() > 0)/
