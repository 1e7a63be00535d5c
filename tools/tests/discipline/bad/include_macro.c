/* expect: MATOp: include_macro\.c:4: includes OTHER */
#include <underlay.h>
#define OTHER "../MATIntro/MATIntro.c"
#include OTHER

void mem_init(void)
{
}
