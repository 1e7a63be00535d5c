# the spec as it is, under the name of the module
s/#include <MATOp.h>/#include <underlay.h>/
s/spec_mem_init/mem_init/
s/spec_boot_loader/boot_loader/
