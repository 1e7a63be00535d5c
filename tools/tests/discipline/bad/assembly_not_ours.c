/* expect: MATOp: assembly_not_ours\.S:1: MATOp has no assembly in the manifest */
#include <underlay.h>

void mem_init(void)
{
}
