/* A triple fault: the kernel's memory is overwritten, by instructions that are none. */
#include <underlay.h>

#define UD2_TWICE 0x0b0f0b0fu

void boot_loader(void)
{
	for (u32 a = 0; a < LEAST_PADDR; a += 4)
		mem_store(a, UD2_TWICE);
}

u32 mi_rows(void)
{
	return firmware_rows();
}

u32 mi_start(index_t i)
{
	return firmware_field(i, 0);
}

u32 mi_length(index_t i)
{
	return firmware_field(i, 2);
}

flag_t mi_usable(index_t i)
{
	return firmware_field(i, 4);
}

u32 fload(paddr_t a)
{
	return mem_load(a);
}

void fstore(paddr_t a, word_t v)
{
	mem_store(a, v);
}
