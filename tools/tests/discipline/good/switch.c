/* layer: PKCtx */
#include <underlay.h>

#define SAVED 4 /* bytes of one entry */

u32 PKCtx_pool[NCTX];

u32 kctx_get(ctx_t n)
{
	return PKCtx_pool[n];
}

void kctx_set(ctx_t n, u32 v)
{
	PKCtx_pool[n] = v;
}
