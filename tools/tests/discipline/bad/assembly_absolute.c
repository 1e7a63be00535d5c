/* expect: PKCtx: assembly_absolute\.S:.*kctx_get must be a function */
#include <underlay.h>

u32 PKCtx_pool[NCTX];

void kctx_set(ctx_t n, u32 v)
{
	PKCtx_pool[n] = v;
}
