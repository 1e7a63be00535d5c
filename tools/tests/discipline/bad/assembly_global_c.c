/* expect: PKCtx: assembly_global_c\.c:4: pool is not static and no primitive */
#include <underlay.h>

u32 pool[NCTX];

u32 kctx_get(ctx_t n)
{
	return pool[n];
}

void kctx_set(ctx_t n, u32 v)
{
	pool[n] = v;
}
