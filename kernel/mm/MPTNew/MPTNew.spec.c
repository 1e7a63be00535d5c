/* MPTNew: the executable specification. */
#include <MPTNew.h>

void spec_pmap_init(void)
{
	spec_pt_init();
	MPTBit.used[0] = 1;
}

map_t spec_pt_new(void)
{
	/*@ loop invariant 0 <= n <= NMAPS;
	    loop invariant ALL(m, n, MPTBit.used[m] == 1);
	    loop assigns n;
	    loop variant NMAPS - n; */
	for (map_t n = 0; n < NMAPS; n++) {
		if (MPTBit.used[n] == 0) {
			MPTBit.used[n] = 1;
			return n;
		}
	}
	return NMAPS;
}

/* Words for the proofs: of this file, and of the module. */
/*@ predicate page_in{L}(integer n, integer f, integer first, integer end) =
        \exists integer p; first <= p < end && HAS_PAGE(n, p) && FRAME_OF(n, p) == f;
    predicate table_in{L}(integer n, integer f, integer end) =
        SOME(i, end, HAS_TABLE(n, i) && MPTIntro.table[n][i] == f);
    predicate only_page{L}(integer f, integer n, integer p) = ALL(m, NMAPS, ALL(q, USER_PAGES,
        IMPLIES(HAS_PAGE(m, q) && FRAME_OF(m, q) == f, m == n && q == p)));
    predicate mapped_is_data{L} = ALL(f, NFRAMES, IMPLIES(MPTNew.mapped[f] == 1, IS_DATA(f)));
    predicate pages_are_mapped{L} = ALL(n, NMAPS, ALL(p, USER_PAGES,
        IMPLIES(HAS_PAGE(n, p), MPTNew.mapped[FRAME_OF(n, p)] == 1)));
    predicate no_frame_twice{L} = ALL(n, NMAPS, ALL(p, USER_PAGES, IMPLIES(HAS_PAGE(n, p),
        only_page(FRAME_OF(n, p), n, p)))); */

/* All pages of the table in slot i are gone, and the frames free. */
/*@ requires at_MPTNew && n < NMAPS && IS_USER_SLOT(i) && HAS_TABLE(n, i);
    assigns MPTIntro.page[n][PAGE_AT(i, 0) .. PAGE_AT(i, ENTRIES) - 1],
        MPTNew.mapped[0 .. NFRAMES - 1], MAT.frame[0 .. NFRAMES - 1];
    ensures at_MPTNew;
    ensures ALL_FROM(p, PAGE_AT(i, 0), ENTRIES, !HAS_PAGE(n, p));
    ensures ALL(f, NFRAMES, IMPLIES(page_in{Pre}(n, f, PAGE_AT(i, 0), PAGE_AT(i, ENTRIES)),
        MPTNew.mapped[f] == 0 && MAT.frame[f] == FRAME_FREE));
    ensures ALL(f, NFRAMES, IMPLIES(!page_in{Pre}(n, f, PAGE_AT(i, 0), PAGE_AT(i, ENTRIES)),
        MPTNew.mapped[f] == OLD(MPTNew.mapped[f]) && MAT.frame[f] == OLD(MAT.frame[f]))); */
static void forget_pages(map_t n, slot_t i)
{
	/*@ loop invariant 0 <= j <= ENTRIES && at_MPTNew;
	    loop invariant ALL_FROM(p, PAGE_AT(i, 0), j, !HAS_PAGE(n, p));
	    loop invariant ALL_FROM(p, PAGE_AT(i, j), ENTRIES - j,
	        MPTIntro.page[n][p] == \at(MPTIntro.page[n][p], Pre));
	    loop invariant ALL(f, NFRAMES, IMPLIES(
	        page_in{Pre}(n, f, PAGE_AT(i, 0), PAGE_AT(i, j)),
	        MPTNew.mapped[f] == 0 && MAT.frame[f] == FRAME_FREE));
	    loop invariant ALL(f, NFRAMES, IMPLIES(
	        !page_in{Pre}(n, f, PAGE_AT(i, 0), PAGE_AT(i, j)),
	        MPTNew.mapped[f] == \at(MPTNew.mapped[f], Pre) &&
	        MAT.frame[f] == \at(MAT.frame[f], Pre)));
	    loop assigns j, MPTIntro.page[n][PAGE_AT(i, 0) .. PAGE_AT(i, ENTRIES) - 1],
	        MPTNew.mapped[0 .. NFRAMES - 1], MAT.frame[0 .. NFRAMES - 1];
	    loop variant ENTRIES - j; */
	for (entry_t j = 0; j < ENTRIES; j++) {
		u32 p = PAGE_AT(i, j);

		//@ assert p == PAGE_AT(i, j);
		if (HAS_PAGE(n, p)) {
			frame_t f = FRAME_OF(n, p);

			//@ assert only_page(f, n, p);
			MPTNew.mapped[f] = 0;
			MAT.frame[f] = FRAME_FREE;
			MPTIntro.page[n][p] = 0;
			//@ assert mapped_is_data && pages_are_mapped;
			//@ assert invariant_MAT && invariant_MPTIntro && invariant_MPTNew;
		}
		//@ assert ALL_FROM(q, PAGE_AT(i, 0), j + 1, !HAS_PAGE(n, q));
	}
}

void spec_pt_free(map_t n)
{
	/*@ loop invariant FIRST_USER_SLOT <= i <= END_USER_SLOT && at_MPTNew;
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
		frame_t table = MPTIntro.table[n][i];

		if (table != 0) {
			forget_pages(n, i);
			MPTIntro.is_table[table] = 0;
			MAT.frame[table] = FRAME_FREE;
			MPTIntro.table[n][i] = 0;
			//@ assert ALL(p, USER_PAGES, IMPLIES(SLOT_AT(p) == i, !HAS_PAGE(n, p)));
			//@ assert invariant_MAT && invariant_MPTIntro && invariant_MPTNew;
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
	//@ assert PAGE(n, va) / PAGE_SIZE == f;
	//@ assert only_page(f, n, PAGE_OF(va));
	MPTIntro.zero[f] = 1;
	MPTNew.mapped[f] = 1;
	//@ assert mapped_is_data && pages_are_mapped;
	//@ assert invariant_MPTNew;
	return f;
}
