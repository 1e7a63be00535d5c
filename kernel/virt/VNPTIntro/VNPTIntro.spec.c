/* VNPTIntro: the executable specification. */
#include <VNPTIntro.h>

void spec_npt_root(void)
{
	VNPTIntro.root = 1;
}

void spec_npt_table(nslot_t s)
{
	VNPTIntro.table[s] = 1;
}

frame_t spec_npt_get(gpage_t g)
{
	return VNPTIntro.page[g];
}

void spec_npt_set(gpage_t g, frame_t f)
{
	VNPTIntro.page[g] = f;
}

flag_t spec_npt_finds(gaddr_t gpa)
{
	return VNPTIntro.page[GPAGE_OF(gpa)] != 0;
}

word_t spec_npt_load(gaddr_t gpa)
{
	return spec_page_load(GUEST_WORD(gpa));
}

void spec_npt_store(gaddr_t gpa, word_t v)
{
	paddr_t a = GUEST_WORD(gpa);

	//@ assert a / PAGE_SIZE == VNPTIntro.page[GPAGE_OF(gpa)] && IS_DATA(a / PAGE_SIZE);
	spec_page_store(a, v);
	//@ assert invariant_MPTIntro && invariant_MPTNew;
	//@ assert at_PUCtx && invariant_PProc;
}
