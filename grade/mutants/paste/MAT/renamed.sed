# the spec as it is, under the names of the module
s/#include <MAT.h>/#include <underlay.h>/
s/spec_mat_init/mat_init/
s/spec_palloc/palloc/
s/spec_pfree/pfree/
