/* layer: PKCtx */
#include <underlay.h>

extern u32 PKCtx_pool[NCTX]; /* in the .S */

u32 kctx_get(ctx_t n)
{
	return PKCtx_pool[n];
}

void kctx_set(ctx_t n, u32 v)
{
	PKCtx_pool[n] = v;
}
