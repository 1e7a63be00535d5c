/* MPTKern: the executable specification. */
#include <MPTKern.h>

flag_t spec_pt_insert(map_t n, uaddr_t va, frame_t f, perm_t perm)
{
	if (TABLE(n, va) == 0 && spec_pt_alloc(n, va) == 0)
		return 0;
	PAGE(n, va) = MAKE_PAGE(f, perm);
	return 1;
}

frame_t spec_pt_rmv(map_t n, uaddr_t va)
{
	frame_t f = PAGE(n, va) / PAGE_SIZE;

	PAGE(n, va) = 0;
	return f;
}
