/* MPTComm: the executable specification. */
#include <MPTComm.h>

void spec_pt_init_comm(void)
{
	spec_mat_init();
	/*@ loop invariant 0 <= n <= NMAPS;
	    loop invariant ALL(m, n, ALL(i, SLOTS,
	        MPTIntro.kernel[m].slot[i] == (IS_USER_SLOT(i) ? 0 : 1)));
	    loop assigns n, EACH(MPTIntro.kernel, NMAPS);
	    loop variant NMAPS - n; */
	for (map_t n = 0; n < NMAPS; n++)
		/*@ loop invariant 0 <= i <= SLOTS;
		    loop invariant ALL(m, NMAPS, ALL(k, SLOTS, IMPLIES(m < n || (m == n && k < i),
		        MPTIntro.kernel[m].slot[k] == (IS_USER_SLOT(k) ? 0 : 1))));
		    loop assigns i, EACH(MPTIntro.kernel, NMAPS);
		    loop variant SLOTS - i; */
		for (slot_t i = 0; i < SLOTS; i++)
			MPTIntro.kernel[n].slot[i] = IS_USER_SLOT(i) ? 0 : 1;
}

frame_t spec_pt_alloc(map_t n, uaddr_t va)
{
	frame_t f = spec_palloc();

	if (f != 0) {
		TABLE(n, va) = f;
		MPTIntro.is_table[f] = 1;
		MPTIntro.zero[f] = 1;
	}
	return f;
}

void spec_pt_release(map_t n, uaddr_t va)
{
	frame_t f = TABLE(n, va);

	TABLE(n, va) = 0;
	MPTIntro.is_table[f] = 0;
	MAT.frame[f] = FRAME_FREE;
}
