/* PKCtx: kernel contexts.  Spec: PKCtx.h.  kctx_switch is in PKCtx.S */
#include <underlay.h>

/* PKCtx.S knows the order and the size of these fields. */
struct context {
	u32 ebx;
	u32 esi;
	u32 edi;
	u32 ebp;
	u32 esp;
	u32 eip;
};

struct context PKCtx_pool[NCTX];

void set_sp(ctx_t n, vaddr_t sp)
{
	PKCtx_pool[n] = (struct context){0, 0, 0, 0, sp, PKCtx_pool[n].eip};
	SPEC(spec_set_sp(n, sp));
}

void set_ra(ctx_t n, code_t ra)
{
	PKCtx_pool[n].eip = ra;
	SPEC(spec_set_ra(n, ra));
}
