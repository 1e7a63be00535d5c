/* MPTOp: the executable specification. */
#include <MPTOp.h>

void spec_set_pt(map_t n)
{
	MPTIntro.loaded = n + 1;
}

u32 spec_vload(uaddr_t va)
{
	paddr_t a = LOADED_WORD(va);

	//@ assert a == LOADED_WORD(va);
	return DATA_WORD(a);
}

u32 spec_pt_read(map_t n, uaddr_t va)
{
	return PAGE(n, va);
}

frame_t spec_pt_table(map_t n, uaddr_t va)
{
	return TABLE(n, va);
}

void spec_pt_attach(map_t n, uaddr_t va, frame_t f)
{
	TABLE(n, va) = f;
	MPTIntro.is_table[f] = 1;
}

void spec_pt_detach(map_t n, uaddr_t va)
{
	MPTIntro.is_table[TABLE(n, va)] = 0;
	TABLE(n, va) = 0;
}

void spec_pt_set(map_t n, uaddr_t va, frame_t f, perm_t perm)
{
	PAGE(n, va) = MAKE_PAGE(f, perm);
	//@ assert IS_PAGE(n, PAGE_OF(va));
}

void spec_pt_unset(map_t n, uaddr_t va)
{
	PAGE(n, va) = 0;
}
