/* MPTNew: maps for processes.  Underlay: MPTBit.  Spec: MPTNew.h */
#include <underlay.h>

#define TABLE_SIZE (ENTRIES * PAGE_SIZE) /* bytes that a table maps */

void pmap_init(void)
{
	pt_init();
	set_bit(0, 1);
}

map_t pt_new(void)
{
	/*@ loop invariant 0 <= n <= NMAPS;
	    loop invariant ALL(m, n, MPTBit.used[m] == 1);
	    loop assigns n;
	    loop variant NMAPS - n; */
	for (map_t n = 0; n < NMAPS; n++) {
		if (!is_used(n)) {
			set_bit(n, 1);
			return n;
		}
	}
	return NMAPS;
}

/* Free the pages of map n in the table from va on. */
/*@ requires at_MPTBit && at_MPTNew && MBoot.ready == 1 && 0 < n < NMAPS;
    requires FIRST_USER_SLOT <= va / TABLE_SIZE < END_USER_SLOT && va % TABLE_SIZE == 0;
    assigns MPTIntro.page[n][PAGE_OF(va) .. PAGE_OF(va) + ENTRIES - 1],
        MPTNew.mapped[0 .. NFRAMES - 1], MAT.frame[0 .. NFRAMES - 1];
    ensures at_MPTBit && at_MPTNew;
    ensures ALL_FROM(p, PAGE_OF(va), ENTRIES, !HAS_PAGE(n, p));
    ensures ALL(f, NFRAMES, IMPLIES(page_in{Pre}(n, f, PAGE_OF(va), PAGE_OF(va) + ENTRIES),
        MPTNew.mapped[f] == 0 && MAT.frame[f] == FRAME_FREE));
    ensures ALL(f, NFRAMES, IMPLIES(!page_in{Pre}(n, f, PAGE_OF(va), PAGE_OF(va) + ENTRIES),
        MPTNew.mapped[f] == OLD(MPTNew.mapped[f]) && MAT.frame[f] == OLD(MAT.frame[f]))); */
static void free_pages(map_t n, uaddr_t va)
{
	/*@ loop invariant 0 <= k <= ENTRIES && at_MPTBit && at_MPTNew;
	    loop invariant ALL_FROM(p, PAGE_OF(va), k, !HAS_PAGE(n, p));
	    loop invariant ALL_FROM(p, PAGE_OF(va) + k, ENTRIES - k,
	        MPTIntro.page[n][p] == \at(MPTIntro.page[n][p], Pre));
	    loop invariant ALL(f, NFRAMES, IMPLIES(
	        page_in{Pre}(n, f, PAGE_OF(va), PAGE_OF(va) + k),
	        MPTNew.mapped[f] == 0 && MAT.frame[f] == FRAME_FREE));
	    loop invariant ALL(f, NFRAMES, IMPLIES(
	        !page_in{Pre}(n, f, PAGE_OF(va), PAGE_OF(va) + k),
	        MPTNew.mapped[f] == \at(MPTNew.mapped[f], Pre) &&
	        MAT.frame[f] == \at(MAT.frame[f], Pre)));
	    loop assigns k, MPTIntro.page[n][PAGE_OF(va) .. PAGE_OF(va) + ENTRIES - 1],
	        MPTNew.mapped[0 .. NFRAMES - 1], MAT.frame[0 .. NFRAMES - 1];
	    loop variant ENTRIES - k; */
	for (u32 k = 0; k < ENTRIES; k++) {
		/*@ assert IS_USER(va + k * PAGE_SIZE) &&
		        PAGE_OF(va + k * PAGE_SIZE) == PAGE_OF(va) + k; */
		frame_t f = pt_rmv(n, va + k * PAGE_SIZE);

		/*@ assert ALL(m, NMAPS, ALL(p, USER_PAGES,
		        IMPLIES(HAS_PAGE(m, p), FRAME_OF(m, p) != f))); */
		SPEC(if (f != 0) MPTNew.mapped[f] = 0);
		if (f != 0)
			pfree(f);
		//@ assert mapped_is_data && pages_are_mapped && no_frame_twice;
		//@ assert invariant_MPTNew;
	}
}

void pt_free(map_t n)
{
	/*@ loop invariant FIRST_USER_SLOT <= i <= END_USER_SLOT && at_MPTBit && at_MPTNew;
	    loop invariant ALL(k, i, !HAS_TABLE(n, k));
	    loop invariant ALL_FROM(k, i, SLOTS - i,
	        MPTIntro.table[n][k] == \at(MPTIntro.table[n][k], Pre));
	    loop invariant ALL(p, PAGE_AT(i, 0), !HAS_PAGE(n, p));
	    loop invariant ALL_FROM(p, PAGE_AT(i, 0), USER_PAGES - PAGE_AT(i, 0),
	        MPTIntro.page[n][p] == \at(MPTIntro.page[n][p], Pre));
	    loop invariant ALL(f, NFRAMES, IMPLIES(page_in{Pre}(n, f, 0, PAGE_AT(i, 0)),
	        MPTNew.mapped[f] == 0 && MAT.frame[f] == FRAME_FREE));
	    loop invariant ALL(f, NFRAMES, IMPLIES(!page_in{Pre}(n, f, 0, PAGE_AT(i, 0)),
	        MPTNew.mapped[f] == \at(MPTNew.mapped[f], Pre)));
	    loop invariant ALL(f, NFRAMES, IMPLIES(table_in{Pre}(n, f, i),
	        MPTIntro.is_table[f] == 0 && MAT.frame[f] == FRAME_FREE));
	    loop invariant ALL(f, NFRAMES, IMPLIES(!table_in{Pre}(n, f, i),
	        MPTIntro.is_table[f] == \at(MPTIntro.is_table[f], Pre)));
	    loop invariant ALL(f, NFRAMES,
	        IMPLIES(!page_in{Pre}(n, f, 0, PAGE_AT(i, 0)) && !table_in{Pre}(n, f, i),
	                MAT.frame[f] == \at(MAT.frame[f], Pre)));
	    loop assigns i, MPTIntro.page[n][0 .. USER_PAGES - 1],
	        MPTIntro.table[n][0 .. SLOTS - 1], MPTIntro.is_table[0 .. NFRAMES - 1],
	        MPTNew.mapped[0 .. NFRAMES - 1], MAT.frame[0 .. NFRAMES - 1];
	    loop variant END_USER_SLOT - i; */
	for (slot_t i = FIRST_USER_SLOT; i < END_USER_SLOT; i++) {
		uaddr_t va = i * TABLE_SIZE;

		//@ assert va == i * TABLE_SIZE && PAGE_OF(va) == PAGE_AT(i, 0) && SLOT_OF(va) == i;
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
	SPEC(MPTNew.mapped[f] = 1);
	//@ assert PAGE(n, va) / PAGE_SIZE == f;
	//@ assert only_page(f, n, PAGE_OF(va));
	//@ assert mapped_is_data && pages_are_mapped && no_frame_twice;
	//@ assert invariant_MPTNew;
	return f;
}
