/* MPTComm: what all maps have in common, and their tables.  Underlay: MPTOp.  Spec: MPTComm.h */
#include <underlay.h>

/*@ assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, IS_USER_SLOT(i)); */
static flag_t is_user_slot(slot_t i)
{
	return FIRST_USER_SLOT <= i && i < END_USER_SLOT;
}

void pt_init_comm(void)
{
	mat_init();
	/*@ loop invariant 0 <= n <= NMAPS && at_MPTOp;
	    loop invariant ALL(m, n, ALL(i, SLOTS,
	        MPTIntro.kernel[m].slot[i] == (IS_USER_SLOT(i) ? 0 : 1)));
	    loop assigns n, EACH(MPTIntro.kernel, NMAPS);
	    loop variant NMAPS - n; */
	for (map_t n = 0; n < NMAPS; n++)
		/*@ loop invariant 0 <= i <= SLOTS && at_MPTOp;
		    loop invariant ALL(m, NMAPS, ALL(k, SLOTS, IMPLIES(m < n || (m == n && k < i),
		        MPTIntro.kernel[m].slot[k] == (IS_USER_SLOT(k) ? 0 : 1))));
		    loop assigns i, EACH(MPTIntro.kernel, NMAPS);
		    loop variant SLOTS - i; */
		for (slot_t i = 0; i < SLOTS; i++)
			if (!is_user_slot(i))
				pde_kernel(n, i);
}

frame_t pt_alloc(map_t n, uaddr_t va)
{
	frame_t f = palloc();

	if (f == 0)
		return 0;
	page_zero(f); /* before the paging unit can see it: else it would follow what was there */
	pt_attach(n, va, f);
	return f;
}

void pt_release(map_t n, uaddr_t va)
{
	frame_t f = pt_table(n, va);

	pt_detach(n, va); /* before it is free: the next owner may store anything */
	pfree(f);
}
