/* expect: MATOp: include_other\.c:3: includes "../MATIntro/MATIntro.c" \(it belongs to MATIntro\) */
#include <underlay.h>
#include "../MATIntro/MATIntro.c"

void mem_init(void)
{
}
