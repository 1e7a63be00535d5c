/* expect: MATOp: ifdef\.c:4: #ifdef: a module means the same */
#include <underlay.h>

#ifdef SMALL_SCOPE
#endif
void mem_init(void)
{
}
