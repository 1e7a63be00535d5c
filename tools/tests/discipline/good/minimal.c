/* layer: MATOp */
#include <underlay.h>
void mem_init(void) { nps_set(mi_rows()); }
