/* TLB: the executable specification. */
#include <TLB.h>

void spec_invlpg(uaddr_t va)
{
	TLB.entry[PAGE_OF(va)] = 0;
}
