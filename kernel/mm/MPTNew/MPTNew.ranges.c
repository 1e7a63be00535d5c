/* MPTNew: maps for processes, which know where their pages are.  Underlay: MPTBit.  Spec: MPTNew.h
 *
 * There is room for most of a million pages in a map, and most maps have a few, near each other: of
 * the program, of its stack.  Here a map notes in which ranges of addresses they are, so that
 * pt_free need not look elsewhere.  If that takes more ranges than it can note, it notes all
 * addresses, and all are looked at.
 */
#include <underlay.h>

/* A page with less than NEAR between it and a range is noted in that one; ranges may come to
 * overlap.  The checker has few addresses. */
enum {
	RANGES = NMAPS <= 3 ? 1 : 8,
	NEAR = NMAPS <= 3 ? 1 : 32,
};

/* A page has the number of its address by PAGE_SIZE. */
#define FIRST_PAGE (FIRST_USER_SLOT * ENTRIES)
#define END_PAGE   (END_USER_SLOT * ENTRIES)

struct ranges {
	u32 count;
	u32 first[RANGES], end[RANGES]; /* numbers of pages; end is that of the first behind */
};

static struct ranges ranges[NMAPS];

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

/* For the proof: from A to B nothing came to the map; and what went from it is free. */
/*@ predicate bounds{L} = ALL(n, NMAPS, ranges[n].count <= RANGES && ALL(k, ranges[n].count,
        FIRST_PAGE <= ranges[n].first[k] < ranges[n].end[k] <= END_PAGE));
    predicate page_noted{L}(integer n, integer v) =
        SOME(k, ranges[n].count, IN_RANGE(n, k, v));
    predicate slot_noted{L}(integer n, integer i) =
        SOME(k, ranges[n].count, MEETS_RANGE(n, k, i));
    predicate pages_noted{L} = ALL(n, NMAPS, ALL(p, USER_PAGES,
        IMPLIES(HAS_PAGE(n, p), page_noted(n, PAGE_NUMBER(p)))));
    predicate slots_noted{L} = ALL(n, NMAPS, ALL(i, SLOTS,
        IMPLIES(HAS_TABLE(n, i), slot_noted(n, i))));
    predicate pages_left{A, B}(integer n) = ALL(p, USER_PAGES,
        IMPLIES(\at(HAS_PAGE(n, p), B),
            \at(MPTIntro.page[n][p], B) == \at(MPTIntro.page[n][p], A)));
    predicate pages_freed{A, B}(integer n) = ALL(p, USER_PAGES,
        IMPLIES(\at(HAS_PAGE(n, p), A) && !\at(HAS_PAGE(n, p), B),
            \at(MPTNew.mapped[\at(FRAME_OF(n, p), A)], B) == 0 &&
            \at(MAT.frame[\at(FRAME_OF(n, p), A)], B) == FRAME_FREE));
    predicate tables_left{A, B}(integer n) = ALL(i, SLOTS,
        IMPLIES(\at(HAS_TABLE(n, i), B),
            \at(MPTIntro.table[n][i], B) == \at(MPTIntro.table[n][i], A)));
    predicate tables_freed{A, B}(integer n) = ALL(i, SLOTS,
        IMPLIES(\at(HAS_TABLE(n, i), A) && !\at(HAS_TABLE(n, i), B),
            \at(MPTIntro.is_table[\at(MPTIntro.table[n][i], A)], B) == 0 &&
            \at(MAT.frame[\at(MPTIntro.table[n][i], A)], B) == FRAME_FREE)); */

/* Map n has a page at va: note that. */
/*@ requires n < NMAPS && IS_USER(va) && bounds;
    assigns ranges[n];
    ensures bounds && page_noted(n, va / PAGE_SIZE) && slot_noted(n, SLOT_OF(va));
    ensures ALL(m, NMAPS, \forall integer v; FIRST_PAGE <= v < END_PAGE ==>
        page_noted{Pre}(m, v) ==> page_noted(m, v));
    ensures ALL(m, NMAPS, \forall integer i; FIRST_USER_SLOT <= i < END_USER_SLOT ==>
        slot_noted{Pre}(m, i) ==> slot_noted(m, i)); */
static void note(map_t n, uaddr_t va)
{
	u32 page = va / PAGE_SIZE;
	u32 count = ranges[n].count;

	/*@ loop invariant 0 <= k <= count;
	    loop assigns k;
	    loop variant count - k; */
	for (u32 k = 0; k < count; k++) {
		if (page + NEAR >= ranges[n].first[k] && page < ranges[n].end[k] + NEAR) {
			if (page < ranges[n].first[k])
				ranges[n].first[k] = page;
			if (page >= ranges[n].end[k])
				ranges[n].end[k] = page + 1;
			/*@ assert ALL(m, NMAPS, ranges[m].count == \at(ranges[m].count, Pre) &&
			        ALL(j, ranges[m].count,
			            ranges[m].first[j] <= \at(ranges[m].first[j], Pre) &&
			            ranges[m].end[j] >= \at(ranges[m].end[j], Pre))); */
			//@ assert IN_RANGE(n, k, page);
			return;
		}
	}
	if (count < RANGES) {
		ranges[n].first[count] = page;
		ranges[n].end[count] = page + 1;
		ranges[n].count = count + 1;
		return;
	}
	ranges[n].first[0] = FIRST_PAGE;
	ranges[n].end[0] = END_PAGE;
	ranges[n].count = 1;
}

/* Free the page of map n at va, if there is one. */
/*@ requires at_MPTBit && at_MPTNew && MBoot.ready == 1 && 0 < n < NMAPS && IS_USER(va);
    assigns PAGE(n, va), MPTNew.mapped[0 .. NFRAMES - 1], MAT.frame[0 .. NFRAMES - 1];
    ensures at_MPTBit && at_MPTNew && PAGE(n, va) == 0;
    ensures ALL(f, NFRAMES, IMPLIES(OLD(PAGE(n, va) != 0 && PAGE(n, va) / PAGE_SIZE == f),
        MPTNew.mapped[f] == 0 && MAT.frame[f] == FRAME_FREE));
    ensures ALL(f, NFRAMES, IMPLIES(OLD(PAGE(n, va) == 0 || PAGE(n, va) / PAGE_SIZE != f),
        MPTNew.mapped[f] == OLD(MPTNew.mapped[f]) && MAT.frame[f] == OLD(MAT.frame[f]))); */
static void free_page(map_t n, uaddr_t va)
{
	frame_t f = pt_rmv(n, va);

	if (f == 0)
		return;
	//@ assert ALL(m, NMAPS, ALL(p, USER_PAGES, IMPLIES(HAS_PAGE(m, p), FRAME_OF(m, p) != f)));
	SPEC(MPTNew.mapped[f] = 0);
	pfree(f);
	//@ assert mapped_is_data && pages_are_mapped && no_frame_twice;
	//@ assert invariant_MPTNew;
}

/* Free the pages of map n. */
/*@ requires at_MPTBit && at_MPTNew && MBoot.ready == 1 && 0 < n < NMAPS;
    requires bounds && pages_noted;
    assigns MPTIntro.page[n][0 .. USER_PAGES - 1], MPTNew.mapped[0 .. NFRAMES - 1],
        MAT.frame[0 .. NFRAMES - 1];
    ensures at_MPTBit && at_MPTNew;
    ensures ALL(p, USER_PAGES, !HAS_PAGE(n, p));
    ensures ALL(f, NFRAMES, IMPLIES(page_in{Pre}(n, f, 0, USER_PAGES),
        MPTNew.mapped[f] == 0 && MAT.frame[f] == FRAME_FREE));
    ensures ALL(f, NFRAMES, IMPLIES(!page_in{Pre}(n, f, 0, USER_PAGES),
        MPTNew.mapped[f] == OLD(MPTNew.mapped[f]) && MAT.frame[f] == OLD(MAT.frame[f]))); */
static void free_pages(map_t n)
{
	/*@ loop invariant 0 <= k <= ranges[n].count && at_MPTBit && at_MPTNew;
	    loop invariant pages_left{Pre, Here}(n) && pages_freed{Pre, Here}(n);
	    loop invariant ALL(f, NFRAMES, IMPLIES(!page_in{Pre}(n, f, 0, USER_PAGES),
	        MPTNew.mapped[f] == \at(MPTNew.mapped[f], Pre) &&
	        MAT.frame[f] == \at(MAT.frame[f], Pre)));
	    loop invariant ALL(p, USER_PAGES, IMPLIES(HAS_PAGE(n, p),
	        \exists integer j; k <= j < ranges[n].count && IN_RANGE(n, j, PAGE_NUMBER(p))));
	    loop assigns k, MPTIntro.page[n][0 .. USER_PAGES - 1],
	        MPTNew.mapped[0 .. NFRAMES - 1], MAT.frame[0 .. NFRAMES - 1];
	    loop variant ranges[n].count - k; */
	for (u32 k = 0; k < ranges[n].count; k++) {
		/*@ loop invariant ranges[n].first[k] <= page <= ranges[n].end[k] + ENTRIES;
		    loop invariant at_MPTBit && at_MPTNew;
		    loop invariant pages_left{Pre, Here}(n) && pages_freed{Pre, Here}(n);
		    loop invariant ALL(f, NFRAMES, IMPLIES(!page_in{Pre}(n, f, 0, USER_PAGES),
		        MPTNew.mapped[f] == \at(MPTNew.mapped[f], Pre) &&
		        MAT.frame[f] == \at(MAT.frame[f], Pre)));
		    loop invariant ALL(p, USER_PAGES, IMPLIES(HAS_PAGE(n, p),
		        PAGE_NUMBER(p) >= page && IN_RANGE(n, k, PAGE_NUMBER(p)) ||
		        \exists integer j; k < j < ranges[n].count &&
		            IN_RANGE(n, j, PAGE_NUMBER(p))));
		    loop assigns page, MPTIntro.page[n][0 .. USER_PAGES - 1],
		        MPTNew.mapped[0 .. NFRAMES - 1], MAT.frame[0 .. NFRAMES - 1];
		    loop variant ranges[n].end[k] - page; */
		for (u32 page = ranges[n].first[k]; page < ranges[n].end[k]; page++) {
			uaddr_t va = page * PAGE_SIZE;

			//@ assert IS_USER(va) && PAGE_NUMBER(PAGE_OF(va)) == page;
			if (pt_table(n, va) != 0)
				free_page(n, va);
			else
				page += ENTRIES - 1 - page % ENTRIES; /* the table's last */
		}
	}
}

/* Free the tables of map n, which has no page. */
/*@ requires at_MPTBit && at_MPTNew && MBoot.ready == 1 && 0 < n < NMAPS && !IS_LOADED(n);
    requires bounds && slots_noted && ALL(p, USER_PAGES, !HAS_PAGE(n, p));
    assigns MPTIntro.table[n][0 .. SLOTS - 1], MPTIntro.is_table[0 .. NFRAMES - 1],
        MAT.frame[0 .. NFRAMES - 1];
    ensures at_MPTBit && at_MPTNew;
    ensures ALL(i, SLOTS, !HAS_TABLE(n, i));
    ensures ALL(f, NFRAMES, IMPLIES(table_in{Pre}(n, f, SLOTS),
        MPTIntro.is_table[f] == 0 && MAT.frame[f] == FRAME_FREE));
    ensures ALL(f, NFRAMES, IMPLIES(!table_in{Pre}(n, f, SLOTS),
        MPTIntro.is_table[f] == OLD(MPTIntro.is_table[f]) &&
        MAT.frame[f] == OLD(MAT.frame[f]))); */
static void free_tables(map_t n)
{
	/*@ loop invariant 0 <= k <= ranges[n].count && at_MPTBit && at_MPTNew;
	    loop invariant tables_left{Pre, Here}(n) && tables_freed{Pre, Here}(n);
	    loop invariant ALL(f, NFRAMES, IMPLIES(!table_in{Pre}(n, f, SLOTS),
	        MPTIntro.is_table[f] == \at(MPTIntro.is_table[f], Pre) &&
	        MAT.frame[f] == \at(MAT.frame[f], Pre)));
	    loop invariant ALL(i, SLOTS, IMPLIES(HAS_TABLE(n, i),
	        \exists integer j; k <= j < ranges[n].count && MEETS_RANGE(n, j, i)));
	    loop assigns k, MPTIntro.table[n][0 .. SLOTS - 1],
	        MPTIntro.is_table[0 .. NFRAMES - 1], MAT.frame[0 .. NFRAMES - 1];
	    loop variant ranges[n].count - k; */
	for (u32 k = 0; k < ranges[n].count; k++) {
		/*@ loop invariant FIRST_USER_SLOT <= i <= END_USER_SLOT;
		    loop invariant at_MPTBit && at_MPTNew;
		    loop invariant tables_left{Pre, Here}(n) && tables_freed{Pre, Here}(n);
		    loop invariant ALL(f, NFRAMES, IMPLIES(!table_in{Pre}(n, f, SLOTS),
		        MPTIntro.is_table[f] == \at(MPTIntro.is_table[f], Pre) &&
		        MAT.frame[f] == \at(MAT.frame[f], Pre)));
		    loop invariant ALL(t, SLOTS, IMPLIES(HAS_TABLE(n, t),
		        t >= i && MEETS_RANGE(n, k, t) ||
		        \exists integer j; k < j < ranges[n].count && MEETS_RANGE(n, j, t)));
		    loop assigns i, MPTIntro.table[n][0 .. SLOTS - 1],
		        MPTIntro.is_table[0 .. NFRAMES - 1], MAT.frame[0 .. NFRAMES - 1];
		    loop variant END_USER_SLOT - i; */
		for (slot_t i = ranges[n].first[k] / ENTRIES; i * ENTRIES < ranges[n].end[k]; i++) {
			uaddr_t va = i * ENTRIES * PAGE_SIZE;

			//@ assert IS_USER(va) && SLOT_OF(va) == i;
			if (pt_table(n, va) != 0)
				pt_release(n, va);
		}
	}
}

void pt_free(map_t n)
{
	//@ assert bounds && pages_noted && slots_noted;
	free_pages(n);
	free_tables(n);
	ranges[n].count = 0;
	//@ assert ALL(m, NMAPS, IMPLIES(m != n, ranges[m] == \at(ranges[m], Pre)));
	set_bit(n, 0);
	//@ assert bounds && pages_noted && slots_noted;
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
	/*@ assert ALL(m, NMAPS, ALL(p, USER_PAGES, IMPLIES(HAS_PAGE(m, p),
	        (m == n && p == PAGE_OF(va)) || page_noted(m, PAGE_NUMBER(p))))); */
	/*@ assert ALL(m, NMAPS, ALL(i, SLOTS, IMPLIES(HAS_TABLE(m, i),
	        (m == n && i == SLOT_OF(va)) || slot_noted(m, i)))); */
	note(n, va);
	//@ assert PAGE_NUMBER(PAGE_OF(va)) == va / PAGE_SIZE && page_noted(n, va / PAGE_SIZE);
	/*@ assert ALL(m, NMAPS, ALL(p, USER_PAGES, IMPLIES(HAS_PAGE(m, p),
	        (m == n && p == PAGE_OF(va)) || page_noted(m, PAGE_NUMBER(p))))); */
	//@ assert pages_noted;
	//@ assert slots_noted;
	SPEC(MPTNew.mapped[f] = 1);
	//@ assert PAGE(n, va) / PAGE_SIZE == f;
	//@ assert only_page(f, n, PAGE_OF(va));
	//@ assert mapped_is_data && pages_are_mapped && no_frame_twice;
	//@ assert invariant_MPTNew;
	return f;
}
