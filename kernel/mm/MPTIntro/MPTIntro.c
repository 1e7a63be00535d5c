/* MPTIntro: page maps, as the processor reads them.  Underlay: MAT.  Spec: MPTIntro.h */
#include <underlay.h>

#define WORD 4 /* bytes of an entry */

static u32 loaded; /* 1 + the map in use; 0: the map of the boot */

static u32 make_entry(frame_t f, perm_t perm)
{
	return f * PAGE_SIZE + PTE_SEEN + perm;
}

static paddr_t pde_address(map_t n, slot_t i)
{
	return DIRECTORY_FRAME(n) * PAGE_SIZE + i * WORD;
}

static paddr_t pte_address(map_t n, slot_t i, entry_t j)
{
	return pde_get(n, i) * PAGE_SIZE + j * WORD;
}

void use_pt(map_t n)
{
	set_cr3(DIRECTORY_FRAME(n));
	loaded = n + 1;
	SPEC(spec_use_pt(n));
}

map_t pt_loaded(void)
{
	return loaded == 0 ? NMAPS : loaded - 1;
}

void pde_kernel(map_t n, slot_t i)
{
	map_kernel(n, i);
	SPEC(spec_pde_kernel(n, i));
}

frame_t pde_get(map_t n, slot_t i)
{
	return fload(pde_address(n, i)) / PAGE_SIZE;
}

/* A table allows everything: each of its pages says for itself what it allows. */
void pde_set(map_t n, slot_t i, frame_t f)
{
	fstore(pde_address(n, i), make_entry(f, PTE_PRESENT | PTE_WRITE | PTE_USER));
	SPEC(spec_pde_set(n, i, f));
}

void pde_rmv(map_t n, slot_t i)
{
	fstore(pde_address(n, i), 0);
	SPEC(spec_pde_rmv(n, i));
}

u32 pte_get(map_t n, slot_t i, entry_t j)
{
	u32 entry = fload(pte_address(n, i, j));

	return entry == 0 ? 0 : entry - PTE_SEEN;
}

void pte_set(map_t n, slot_t i, entry_t j, frame_t f, perm_t perm)
{
	fstore(pte_address(n, i, j), make_entry(f, perm));
	SPEC(spec_pte_set(n, i, j, f, perm));
}

void pte_rmv(map_t n, slot_t i, entry_t j)
{
	fstore(pte_address(n, i, j), 0);
	SPEC(spec_pte_rmv(n, i, j));
}

u32 touch(uaddr_t va)
{
	u32 value = virt_load(va);

	SPEC(spec_touch(va));
	return value;
}

void page_zero(frame_t f)
{
	for (u32 k = 0; k < ENTRIES; k++)
		fstore(f * PAGE_SIZE + k * WORD, 0);
	SPEC(spec_page_zero(f));
}

u32 page_load(paddr_t a)
{
	return fload(a);
}

void page_store(paddr_t a, word_t v)
{
	fstore(a, v);
	SPEC(spec_page_store(a, v));
}
