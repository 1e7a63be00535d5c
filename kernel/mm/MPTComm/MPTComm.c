/* MPTComm: what all maps have in common, and their tables.  Underlay: MPTOp.  Spec: MPTComm.h */
#include <underlay.h>

static flag_t is_user_slot(slot_t i)
{
	return FIRST_USER_SLOT <= i && i < END_USER_SLOT;
}

void pt_init_comm(void)
{
	mat_init();
	for (map_t n = 0; n < NMAPS; n++)
		for (slot_t i = 0; i < SLOTS; i++)
			if (!is_user_slot(i))
				pde_kernel(n, i);
	SPEC(spec_pt_init_comm());
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
