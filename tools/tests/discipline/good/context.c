/* layer: PKCtx */
#include <underlay.h>

struct context {
	u32 registers[6];
};

struct context PKCtx_pool[NCTX];
const u32 PKCtx_sizes[2] = {sizeof(struct context), NCTX};

u32 kctx_get(ctx_t n)
{
	return PKCtx_pool[n % NCTX].registers[0] + PKCtx_sizes[n & 1];
}

void kctx_set(ctx_t n, u32 v)
{
	PKCtx_pool[n % NCTX].registers[5] = v;
}
