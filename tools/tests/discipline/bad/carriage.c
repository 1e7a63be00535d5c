/* expect: MATOp: carriage\.c:4: a control character */
#include <underlay.h>

// hiddenasm("cli");
void mem_init(void)
{
}
