/* expect: PKCtx: assembly_error\.S:4: does not assemble: no such instruction */
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
