/* MPTNew: the executable specification. */
#include <MPTNew.h>

void spec_pmap_init(void)
{
	spec_pt_init();
	MPTBit.used[0] = 1;
}

map_t spec_pt_new(void)
{
	for (map_t n = 0; n < NMAPS; n++) {
		if (MPTBit.used[n] == 0) {
			MPTBit.used[n] = 1;
			return n;
		}
	}
	return NMAPS;
}

/* All pages of the table in slot i are gone, and the frames free. */
static void free_pages(map_t n, slot_t i)
{
	for (entry_t j = 0; j < ENTRIES; j++) {
		u32 p = PAGE_AT(i, j);

		if (HAS_PAGE(n, p)) {
			MPTNew.mapped[FRAME_OF(n, p)] = 0;
			MAT.frame[FRAME_OF(n, p)] = FRAME_FREE;
			MPTIntro.page[n][p] = 0;
		}
	}
}

void spec_pt_free(map_t n)
{
	for (slot_t i = FIRST_USER_SLOT; i < END_USER_SLOT; i++) {
		frame_t table = MPTIntro.table[n][i];

		if (table != 0) {
			free_pages(n, i);
			MPTIntro.is_table[table] = 0;
			MAT.frame[table] = FRAME_FREE;
			MPTIntro.table[n][i] = 0;
		}
	}
	MPTBit.used[n] = 0;
}

frame_t spec_pt_resv(map_t n, uaddr_t va, perm_t perm)
{
	frame_t f = spec_palloc();

	if (f == 0)
		return 0;
	if (spec_pt_insert(n, va, f, perm) == 0) {
		spec_pfree(f);
		return 0;
	}
	MPTIntro.zero[f] = 1;
	MPTNew.mapped[f] = 1;
	return f;
}
