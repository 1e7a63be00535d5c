/* MPTOp: page maps by address, and the processor kept right.  Underlay: MPTIntro.  Spec: MPTOp.h */
#include <underlay.h>

/*@ requires IS_USER(va);
    assigns \nothing;
    ensures RESULT == SLOT_OF(va) && IS_USER_SLOT(RESULT); */
static slot_t slot_of(uaddr_t va)
{
	return va / PAGE_SIZE / ENTRIES;
}

/*@ requires IS_USER(va);
    assigns \nothing;
    ensures RESULT == ENTRY_OF(va) && PAGE_AT(SLOT_OF(va), RESULT) == PAGE_OF(va); */
static entry_t entry_of(uaddr_t va)
{
	return va / PAGE_SIZE % ENTRIES;
}

/* The entry of va in map n has changed.  The processor may still remember what it was: first the
 * change, then the flush, or it could read the old one again in between. */
/*@ requires at_MPTIntro && IS_PLACE(n, va);
    requires ALL(p, USER_PAGES, p == PAGE_OF(va) && IS_LOADED(n) || IS_SO(p));
    assigns TLB.entry[PAGE_OF(va)];
    ensures MPTOp_RELATION; */
static void changed(map_t n, uaddr_t va)
{
	if (n == pt_loaded())
		invlpg(va);
}

void set_pt(map_t n)
{
	use_pt(n);
}

u32 vload(uaddr_t va)
{
	return touch(va);
}

frame_t pt_table(map_t n, uaddr_t va)
{
	return pde_get(n, slot_of(va));
}

u32 pt_read(map_t n, uaddr_t va)
{
	if (pt_table(n, va) == 0)
		return 0;
	return pte_get(n, slot_of(va), entry_of(va));
}

/* The slot was empty, and the processor remembers nothing of what is not there. */
void pt_attach(map_t n, uaddr_t va, frame_t f)
{
	pde_set(n, slot_of(va), f);
}

void pt_detach(map_t n, uaddr_t va)
{
	pde_rmv(n, slot_of(va));
}

void pt_set(map_t n, uaddr_t va, frame_t f, perm_t perm)
{
	pte_set(n, slot_of(va), entry_of(va), f, perm);
	changed(n, va);
}

void pt_unset(map_t n, uaddr_t va)
{
	pte_rmv(n, slot_of(va), entry_of(va));
	changed(n, va);
}
