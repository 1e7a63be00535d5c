/* MPTIntro: page maps, as the processor reads them.  Underlay: MAT.  Spec: MPTIntro.h */
#include <underlay.h>

#define WORD 4 /* bytes of an entry */

static map_t loaded = NMAPS; /* the map in use; NMAPS: that of the boot */

/*@ requires f < NFRAMES && perm < 8;
    assigns \nothing;
    ensures RESULT == f * PAGE_SIZE + PTE_SEEN + perm; */
static u32 make_entry(frame_t f, perm_t perm)
{
	return f * PAGE_SIZE + PTE_SEEN + perm;
}

/*@ predicate directories_related{L} = RELATED_DIRECTORIES;
    predicate tables_related{L} = RELATED_TABLES;
    predicate data_related{L} = RELATED_DATA; */

/* Word k of frame f. */
/*@ requires at_MAT && IS_ENTRY_WORD(f, k) && IS_KNOWN_AT(f, k);
    assigns \nothing;
    ensures RESULT == WORD_AT(f, k); */
static u32 load(frame_t f, u32 k)
{
	return fload(f * PAGE_SIZE + k * WORD);
}

/*@ requires at_MAT && IS_ENTRY_WORD(f, k);
    requires IMPLIES(f == Memory.cr3, WORD_AT(f, k) % 2 == 0);
    assigns WORD_AT(f, k), KNOWN_AT(f, k);
    ensures at_MAT && WORD_AT(f, k) == v && KNOWN_AT(f, k) == 1; */
static void store(frame_t f, u32 k, word_t v)
{
	fstore(f * PAGE_SIZE + k * WORD, v);
}

void use_pt(map_t n)
{
	set_cr3(DIRECTORY_FRAME(n));
	loaded = n;
	SPEC(spec_use_pt(n));
	//@ assert directories_related && tables_related && data_related;
}

map_t pt_loaded(void)
{
	return loaded;
}

void pde_kernel(map_t n, slot_t i)
{
	map_kernel(n, i);
	SPEC(spec_pde_kernel(n, i));
}

frame_t pde_get(map_t n, slot_t i)
{
	return load(DIRECTORY_FRAME(n), i) / PAGE_SIZE;
}

/* A table allows everything: each of its pages says for itself what it allows. */
void pde_set(map_t n, slot_t i, frame_t f)
{
	/*@ assert ALL(p, USER_PAGES, FRAME_AT(FRAME_WORD(f) + p % ENTRIES) == f ==>
	        WORD_AT(f, p % ENTRIES) == 0); */
	//@ assert ALL(p, USER_PAGES, SLOT_AT(p) == i ==> MPTIntro.page[n][p] == 0);
	//@ assert WORD_AT(DIRECTORY_FRAME(n), i) == 0;
	//@ assert WORD_AT((frame_t)DIRECTORY_FRAME(n), i) == 0;
	//@ assert ALL(w, NWORDS, FRAME_AT(w) == f ==> Memory.known[w] == 1);
	store(DIRECTORY_FRAME(n), i, make_entry(f, PTE_PRESENT | PTE_WRITE | PTE_USER));
	//@ assert ALL(m, NMAPS, ALL(p, USER_PAGES, RELATED_PAGE(m, p)));
	SPEC(spec_pde_set(n, i, f));
	/*@ assert ALL(m, NMAPS, ALL(p, USER_PAGES,
	        m != n || SLOT_AT(p) != i ==> RELATED_PAGE(m, p))); */
	//@ assert ALL(p, USER_PAGES, SLOT_AT(p) == i ==> RELATED_PAGE(n, p));
	//@ assert RELATED_TABLES;
	//@ assert directories_related && tables_related && data_related;
}

void pde_rmv(map_t n, slot_t i)
{
	/*@ assert ALL_FROM(w, FRAME_WORD(MPTIntro.table[n][i]), ENTRIES,
	        IS_ENTRY_OF(n, i, w - FRAME_WORD(MPTIntro.table[n][i])) &&
	        MPTIntro.page[n][PAGE_AT(i, w - FRAME_WORD(MPTIntro.table[n][i]))] == 0 ==>
	        Memory.word[w] == 0 && Memory.known[w] == 1); */
	/*@ assert ALL_FROM(w, FRAME_WORD(MPTIntro.table[n][i]), ENTRIES,
	        Memory.word[w] == 0 && Memory.known[w] == 1); */
	store(DIRECTORY_FRAME(n), i, 0);
	SPEC(spec_pde_rmv(n, i));
	//@ assert directories_related && tables_related && data_related;
}

u32 pte_get(map_t n, slot_t i, entry_t j)
{
	//@ assert IS_ENTRY_OF(n, i, j);
	u32 entry = load(pde_get(n, i), j);

	return entry == 0 ? 0 : entry - PTE_SEEN;
}

void pte_set(map_t n, slot_t i, entry_t j, frame_t f, perm_t perm)
{
	//@ assert IS_ENTRY_OF(n, i, j);
	//@ assert NO_OTHER_IN(n, i, j);
	store(pde_get(n, i), j, make_entry(f, perm));
	//@ assert OTHERS_RELATED(n, i, j);
	SPEC(spec_pte_set(n, i, j, f, perm));
	//@ assert OTHERS_RELATED(n, i, j);
	//@ assert RELATED_PAGE(n, PAGE_AT(i, j));
	//@ assert RELATED_TABLES;
	//@ assert directories_related && tables_related && data_related;
}

void pte_rmv(map_t n, slot_t i, entry_t j)
{
	//@ assert IS_ENTRY_OF(n, i, j);
	//@ assert NO_OTHER_IN(n, i, j);
	store(pde_get(n, i), j, 0);
	//@ assert OTHERS_RELATED(n, i, j);
	SPEC(spec_pte_rmv(n, i, j));
	//@ assert OTHERS_RELATED(n, i, j);
	//@ assert RELATED_PAGE(n, PAGE_AT(i, j));
	//@ assert RELATED_TABLES;
	//@ assert directories_related && tables_related && data_related;
}

/* What the paging unit does with va, step by step. */
/*@ ghost
    /@ requires 1 <= MPTIntro.loaded <= NMAPS && IS_USER(va);
       requires Memory.cr3 == DIRECTORY_FRAME(MPTIntro.loaded - 1);
       assigns \nothing;
       ensures PDE(va) == WORD_AT(DIRECTORY_FRAME(MPTIntro.loaded - 1), SLOT_OF(va)); @/
    void find_slot(uaddr_t va)
    {
	/@ assert WORD_INDEX(PDE_ADDRESS(va)) ==
	    FRAME_WORD(DIRECTORY_FRAME(MPTIntro.loaded - 1)) + SLOT_OF(va); @/
    }

    /@ requires at_MAT && at_MPTIntro && MPTIntro_RELATION && touch_PRE(va);
       assigns \nothing;
       ensures LOADED_TABLE(va) != 0 && PDE(va) == LOADED_TABLE(va) * PAGE_SIZE + TABLE_BITS; @/
    void read_directory(uaddr_t va)
    {
	/@ assert SLOT_AT(PAGE_OF(va)) == SLOT_OF(va) && PAGE_OF(va) % ENTRIES == ENTRY_OF(va); @/
	find_slot(va);
	/@ assert IS_USER_SLOT(SLOT_OF(va)) && LOADED_TABLE(va) != 0; @/
	/@ assert WORD_AT(DIRECTORY_FRAME(MPTIntro.loaded - 1), SLOT_OF(va)) ==
	    LOADED_TABLE(va) * PAGE_SIZE + TABLE_BITS; @/
    }

    /@ requires at_MAT && at_MPTIntro && MPTIntro_RELATION && touch_PRE(va);
       requires LOADED_TABLE(va) != 0 && PDE(va) == LOADED_TABLE(va) * PAGE_SIZE + TABLE_BITS;
       assigns \nothing;
       ensures IS_WORD(PTE_ADDRESS(va)) && IS_KNOWN(PTE_ADDRESS(va));
       ensures FRAME_USABLE(PTE_ADDRESS(va) / PAGE_SIZE);
       ensures PTE(va) == LOADED_PAGE(va) + PTE_SEEN; @/
    void read_table(uaddr_t va)
    {
	/@ assert SLOT_AT(PAGE_OF(va)) == SLOT_OF(va) && PAGE_OF(va) % ENTRIES == ENTRY_OF(va); @/
	/@ assert PTE_ADDRESS(va) == LOADED_TABLE(va) * PAGE_SIZE + ENTRY_OF(va) * 4; @/
	/@ assert PTE_ADDRESS(va) / PAGE_SIZE == LOADED_TABLE(va); @/
	/@ assert WORD_INDEX(PTE_ADDRESS(va)) == FRAME_WORD(LOADED_TABLE(va)) + ENTRY_OF(va); @/
	/@ assert FRAME_AT(WORD_INDEX(PTE_ADDRESS(va))) == LOADED_TABLE(va); @/
	/@ assert RELATED_PAGE(MPTIntro.loaded - 1, PAGE_OF(va)); @/
	/@ assert WORD_AT(LOADED_TABLE(va), ENTRY_OF(va)) == LOADED_PAGE(va) + PTE_SEEN; @/
    }

    /@ requires at_MAT && at_MPTIntro && MPTIntro_RELATION && touch_PRE(va);
       requires PTE(va) == LOADED_PAGE(va) + PTE_SEEN;
       assigns \nothing;
       ensures IS_WORD(TARGET(va)) && LEAST_PADDR <= TARGET(va) && IS_KNOWN(TARGET(va));
       ensures FRAME_USABLE(TARGET(va) / PAGE_SIZE);
       ensures Memory.word[WORD_INDEX(TARGET(va))] == DATA_WORD(LOADED_WORD(va)); @/
    void read_page(uaddr_t va)
    {
	/@ assert TARGET(va) == LOADED_WORD(va); @/
	/@ assert TARGET(va) / PAGE_SIZE == LOADED_PAGE(va) / PAGE_SIZE; @/
	/@ assert FRAME_AT(WORD_INDEX(TARGET(va))) == LOADED_PAGE(va) / PAGE_SIZE; @/
	/@ assert LOADED_WORD(va) / PAGE_SIZE == LOADED_PAGE(va) / PAGE_SIZE; @/
    } */

u32 touch(uaddr_t va)
{
	//@ ghost read_directory(va);
	//@ ghost read_table(va);
	//@ ghost read_page(va);
	u32 value = virt_load(va);

	SPEC(spec_touch(va));
	return value;
}

void page_zero(frame_t f)
{
	mem_clear(f);
	SPEC(spec_page_zero(f));
	//@ assert directories_related && tables_related && data_related;
}

u32 page_load(paddr_t a)
{
	return fload(a);
}

void page_store(paddr_t a, word_t v)
{
	fstore(a, v);
	SPEC(spec_page_store(a, v));
	//@ assert directories_related && tables_related && data_related;
}
