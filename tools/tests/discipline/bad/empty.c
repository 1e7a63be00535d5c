/* expect: MATOp: empty\.c:1: the primitive mem_init is missing */
#include <underlay.h>
