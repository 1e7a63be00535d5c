/* expect: PKCtx: assembly_string\.S:5: .*%edi is loaded with one */
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
