/* Memory: the executable specification. */
#include <Memory.h>

u32 spec_mem_load(paddr_t a)
{
	return Memory.word[WORD_INDEX(a)];
}

void spec_mem_store(paddr_t a, word_t v)
{
	Memory.word[WORD_INDEX(a)] = v;
	Memory.known[WORD_INDEX(a)] = 1;
}

void spec_mem_clear(frame_t f)
{
	for (u32 w = FRAME_WORD(f); w < FRAME_WORD(f) + ENTRIES; w++) {
		Memory.word[w] = 0;
		Memory.known[w] = 1;
	}
}

void spec_map_kernel(map_t n, slot_t i)
{
	Memory.kernel[n][i] = 1;
}

void spec_set_cr3(frame_t f)
{
	Memory.cr3 = f;
	for (u32 p = 0; p < USER_PAGES; p++)
		if (TLB.entry[p] != 0)
			TLB.entry[p] = 0;
}

u32 spec_virt_load(uaddr_t va)
{
	TLB.entry[PAGE_OF(va)] = PTE(va);
	return Memory.word[WORD_INDEX(TARGET(va))];
}
