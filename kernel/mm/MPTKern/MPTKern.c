/* MPTKern: a page is mapped or it is not.  Underlay: MPTComm.  Spec: MPTKern.h */
#include <underlay.h>

flag_t pt_insert(map_t n, uaddr_t va, frame_t f, perm_t perm)
{
	if (pt_table(n, va) == 0 && pt_alloc(n, va) == 0)
		return 0;
	pt_set(n, va, f, perm);
	return 1;
}

frame_t pt_rmv(map_t n, uaddr_t va)
{
	u32 page = pt_read(n, va);

	if (page == 0)
		return 0;
	pt_unset(n, va);
	return page / PAGE_SIZE;
}
