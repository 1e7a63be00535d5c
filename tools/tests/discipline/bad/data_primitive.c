/* expect: MATOp: data_primitive\.c:4: .*(redeclared|redefinition) */
#include <underlay.h>

u32 mem_init;
