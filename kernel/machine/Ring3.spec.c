/* Ring3: the executable specification. */
#include <Ring3.h>

void spec_ring3_trap_to(vaddr_t top, code_t entry)
{
	Ring3.top = top;
	Ring3.entry = entry;
}
