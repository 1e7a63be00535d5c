/* Machine: the executable specification. */
#include <Machine.h>

u32 spec_firmware_rows(void)
{
	return Machine.rows;
}

u32 spec_firmware_field(index_t row, u32 field)
{
	return Machine.field[row][field];
}

u32 spec_mem_load(paddr_t a)
{
	return Machine.word[WORD_INDEX(a)];
}

void spec_mem_store(paddr_t a, word_t v)
{
	Machine.word[WORD_INDEX(a)] = v;
	Machine.known[WORD_INDEX(a)] = 1;
}
