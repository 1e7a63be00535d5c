/* VNPTIntro: nested page tables, as the processor reads them.  Spec: VNPTIntro.h */
#include <underlay.h>

/* An entry has two words, the low one first; the high one is for memory above 4 GiB, and stays 0.
 * The root is a table, too; the directory is the second, the tables of the pages are behind. */
/*@ requires table < NPT_FRAMES && entry < NPT_ENTRIES;
    assigns \nothing;
    ensures RESULT == table * ENTRIES + entry * 2; */
static index_t word_of(u32 table, u32 entry)
{
	return table * ENTRIES + entry * 2;
}

/* The table of page g. */
/*@ requires g < GUEST_PAGES;
    assigns \nothing;
    ensures RESULT == 2 + NPT_SLOT(g) && NPT_SLOT(g) < NPT_TABLES; */
static u32 table_of(gpage_t g)
{
	return 2 + g / NPT_ENTRIES;
}

/* The root's entry allows nothing by itself: its other bits must be 0. */
void npt_root(void)
{
	nested_store(word_of(0, 0), (NPT_FRAME + 1) * PAGE_SIZE + PTE_PRESENT);
	SPEC(spec_npt_root());
}

/* To the processor, a guest is a program: without PTE_USER it finds nothing. */
/*@ requires f < NFRAMES;
    assigns \nothing;
    ensures RESULT == GUEST_ENTRY(f); */
static word_t make_entry(frame_t f)
{
	return f * PAGE_SIZE + PTE_SEEN + PTE_PRESENT + PTE_WRITE + PTE_USER;
}

void npt_table(nslot_t s)
{
	nested_store(word_of(1, s), make_entry(NPT_FRAME + 2 + s));
	SPEC(spec_npt_table(s));
}

frame_t npt_get(gpage_t g)
{
	//@ assert ENTRY_IS_PAGE(g);
	word_t low = nested_load(word_of(table_of(g), g % NPT_ENTRIES));

	//@ assert low == (VNPTIntro.page[g] == 0 ? 0 : GUEST_ENTRY(VNPTIntro.page[g]));
	return low / PAGE_SIZE;
}

void npt_set(gpage_t g, frame_t f)
{
	//@ assert f == 0 || GUEST_ENTRY(f) / PAGE_SIZE == f;
	nested_store(word_of(table_of(g), g % NPT_ENTRIES), f == 0 ? 0 : make_entry(f));
	SPEC(spec_npt_set(g, f));
}

flag_t npt_finds(gaddr_t gpa)
{
	return nested_finds(gpa);
}

word_t npt_load(gaddr_t gpa)
{
	return nested_read(gpa);
}

void npt_store(gaddr_t gpa, word_t v)
{
	//@ assert ENTRY_IS_PAGE(GPAGE_OF(gpa)) && NESTED_TARGET(gpa) == GUEST_WORD(gpa);
	nested_write(gpa, v);
	SPEC(spec_npt_store(gpa, v));
}
