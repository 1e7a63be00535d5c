/* RAM: the executable specification. */
#include <RAM.h>

u32 spec_ram_kib(void)
{
	return RAM.kib;
}
