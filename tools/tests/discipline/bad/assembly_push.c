/* expect: PKCtx: assembly_push\.S:4: .*makes a number the return address */
#include <underlay.h>

u32 PKCtx_pool[NCTX];

u32 kctx_get(ctx_t n)
{
	return PKCtx_pool[n];
}

void kctx_set(ctx_t n, u32 v)
{
	PKCtx_pool[n] = v;
}
