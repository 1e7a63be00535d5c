/* MPTNew: maps for processes.  Underlay: MPTBit.  Spec: MPTNew.h */
#include <underlay.h>

#define TABLE_SIZE (ENTRIES * PAGE_SIZE) /* bytes that a table maps */

void pmap_init(void)
{
	pt_init();
	set_bit(0, 1);
	SPEC(spec_pmap_init());
}

map_t pt_new(void)
{
	for (map_t n = 0; n < NMAPS; n++) {
		if (!is_used(n)) {
			set_bit(n, 1);
			return n;
		}
	}
	return NMAPS;
}

/* Free the pages of map n in the table from va on. */
static void free_pages(map_t n, uaddr_t va)
{
	for (u32 k = 0; k < ENTRIES; k++) {
		frame_t f = pt_rmv(n, va + k * PAGE_SIZE);

		if (f != 0)
			pfree(f);
	}
}

void pt_free(map_t n)
{
	for (slot_t i = FIRST_USER_SLOT; i < END_USER_SLOT; i++) {
		uaddr_t va = i * TABLE_SIZE;

		if (pt_table(n, va) != 0) {
			free_pages(n, va);
			pt_release(n, va);
		}
	}
	set_bit(n, 0);
}

/* The page is zeroed last, when nothing can fail any more.  Nobody sees it before: ring 3 does not
 * run while the kernel does. */
frame_t pt_resv(map_t n, uaddr_t va, perm_t perm)
{
	frame_t f = palloc();

	if (f == 0)
		return 0;
	if (!pt_insert(n, va, f, perm)) {
		pfree(f);
		return 0;
	}
	page_zero(f);
	return f;
}
