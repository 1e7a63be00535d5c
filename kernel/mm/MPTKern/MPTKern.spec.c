/* MPTKern: the executable specification. */
#include <MPTKern.h>

flag_t spec_pt_insert(map_t n, uaddr_t va, frame_t f, perm_t perm)
{
	if (TABLE(n, va) == 0 && spec_pt_alloc(n, va) == 0)
		return 0;
	//@ assert MAKE_PAGE(f, perm) / PAGE_SIZE == f && MAKE_PAGE(f, perm) % PAGE_SIZE == perm;
	//@ assert SLOT_AT(PAGE_OF(va)) == SLOT_OF(va) && LEAST_FRAME <= f;
	PAGE(n, va) = MAKE_PAGE(f, perm);
	/*@ assert IS_PERM(PAGE(n, va) % PAGE_SIZE) &&
	        LEAST_FRAME <= PAGE(n, va) / PAGE_SIZE < NFRAMES; */
	return 1;
}

frame_t spec_pt_rmv(map_t n, uaddr_t va)
{
	frame_t f = PAGE(n, va) / PAGE_SIZE;

	PAGE(n, va) = 0;
	return f;
}
