/* MPTIntro: the executable specification. */
#include <MPTIntro.h>

void spec_use_pt(map_t n)
{
	MPTIntro.loaded = n + 1;
	/*@ loop invariant 0 <= p <= USER_PAGES && ALL(q, p, TLB.entry[q] == 0);
	    loop assigns p, TLB.entry[0 .. USER_PAGES - 1];
	    loop variant USER_PAGES - p; */
	for (u32 p = 0; p < USER_PAGES; p++)
		if (TLB.entry[p] != 0)
			TLB.entry[p] = 0;
}

map_t spec_pt_loaded(void)
{
	return MPTIntro.loaded == 0 ? NMAPS : MPTIntro.loaded - 1;
}

void spec_pde_kernel(map_t n, slot_t i)
{
	MPTIntro.kernel[n].slot[i] = 1;
}

frame_t spec_pde_get(map_t n, slot_t i)
{
	return MPTIntro.table[n][i];
}

void spec_pde_set(map_t n, slot_t i, frame_t f)
{
	MPTIntro.table[n][i] = f;
	MPTIntro.is_table[f] = 1;
}

void spec_pde_rmv(map_t n, slot_t i)
{
	MPTIntro.is_table[MPTIntro.table[n][i]] = 0;
	MPTIntro.table[n][i] = 0;
}

u32 spec_pte_get(map_t n, slot_t i, entry_t j)
{
	return MPTIntro.page[n][PAGE_AT(i, j)];
}

void spec_pte_set(map_t n, slot_t i, entry_t j, frame_t f, perm_t perm)
{
	MPTIntro.page[n][PAGE_AT(i, j)] = MAKE_PAGE(f, perm);
	//@ assert IS_PAGE(n, PAGE_AT(i, j));
}

void spec_pte_rmv(map_t n, slot_t i, entry_t j)
{
	MPTIntro.page[n][PAGE_AT(i, j)] = 0;
}

u32 spec_touch(uaddr_t va)
{
	paddr_t a = LOADED_WORD(va);

	//@ assert a == LOADED_WORD(va);
	TLB.entry[PAGE_OF(va)] = LOADED_PAGE(va) + PTE_SEEN;
	return DATA_WORD(a);
}

void spec_page_zero(frame_t f)
{
	MPTIntro.zero[f] = 1;
}

u32 spec_page_load(paddr_t a)
{
	return DATA_WORD(a);
}

void spec_page_store(paddr_t a, word_t v)
{
	u32 first = FRAME_WORD(a / PAGE_SIZE);

	//@ assert first + ENTRIES <= NWORDS && WORD_INDEX(a) == first + a / 4 % ENTRIES;
	if (MPTIntro.zero[a / PAGE_SIZE] == 1) {
		/*@ loop invariant 0 <= k <= ENTRIES;
		    loop invariant ALL(i, first + k, IMPLIES(first <= i, MPTIntro.word[i] == 0));
		    loop invariant ALL(i, first + k, IMPLIES(first <= i, MPTIntro.known[i] == 1));
		    loop invariant ALL(i, NWORDS, MPTIntro.known[i] <= 1);
		    loop assigns k, MPTIntro.word[first .. first + ENTRIES - 1],
		        MPTIntro.known[first .. first + ENTRIES - 1];
		    loop variant ENTRIES - k; */
		for (u32 k = 0; k < ENTRIES; k++) {
			MPTIntro.word[first + k] = 0;
			MPTIntro.known[first + k] = 1;
		}
		MPTIntro.zero[a / PAGE_SIZE] = 0;
	}
	MPTIntro.word[WORD_INDEX(a)] = v;
	MPTIntro.known[WORD_INDEX(a)] = 1;
}
