/* expect: MATOp: continuation\.c:4: blanks after the backslash */
#include <underlay.h>

// a comment that goes on \ 
asm("cli");
void mem_init(void)
{
}
