/* MAT: the page allocator, by scanning the table.  Underlay: MATOp.  Spec: MAT.h */
#include <underlay.h>

void mat_init(void)
{
	mem_init();
	SPEC(free_all());
}

frame_t palloc(void)
{
	u32 n = nps_get();

	/*@ loop invariant LEAST_FRAME <= f;
	    loop invariant ALL(k, f, MAT.frame[k] != FRAME_FREE);
	    loop assigns f;
	    loop variant n - f; */
	for (frame_t f = LEAST_FRAME; f < n; f++) {
		if (is_norm(f) && !at_get(f)) {
			at_set(f, 1);
			SPEC(frame_t s = spec_palloc());
			//@ assert s == f;
			return f;
		}
	}
	SPEC(frame_t s = spec_palloc());
	//@ assert s == 0;
	return 0;
}

void pfree(frame_t f)
{
	at_set(f, 0);
	SPEC(spec_pfree(f));
}
