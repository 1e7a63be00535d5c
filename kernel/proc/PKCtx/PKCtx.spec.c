/* PKCtx: the executable specification. */
#include <PKCtx.h>

/* A suspended context whose stack pointer or address is set anew starts from nothing. */
/*@ requires PKCtx_INVARIANT && n < NCTX;
    assigns PKCtx.has_sp[n], PKCtx.has_ra[n], PKCtx.suspended[n];
    ensures PKCtx.suspended[n] == 0;
    ensures PKCtx.has_sp[n] == (OLD(PKCtx.suspended[n]) == 1 ? 0 : OLD(PKCtx.has_sp[n]));
    ensures PKCtx.has_ra[n] == (OLD(PKCtx.suspended[n]) == 1 ? 0 : OLD(PKCtx.has_ra[n])); */
static void forget(ctx_t n)
{
	if (PKCtx.suspended[n] == 1) {
		PKCtx.has_sp[n] = 0;
		PKCtx.has_ra[n] = 0;
	}
	PKCtx.suspended[n] = 0;
}

void spec_set_sp(ctx_t n, vaddr_t sp)
{
	forget(n);
	PKCtx.saved[n] = (struct registers){0, 0, 0, 0, sp, PKCtx.saved[n].eip};
	PKCtx.has_sp[n] = 1;
}

void spec_set_ra(ctx_t n, code_t ra)
{
	forget(n);
	PKCtx.saved[n].eip = ra;
	PKCtx.has_ra[n] = 1;
}

void spec_kctx_switch(ctx_t from, ctx_t to)
{
	PKCtx.saved[from] = Machine.cpu;
	PKCtx.has_sp[from] = PKCtx.has_ra[from] = PKCtx.suspended[from] = 1;
	Machine.cpu = PKCtx.saved[to];
	PKCtx.has_sp[to] = PKCtx.has_ra[to] = PKCtx.suspended[to] = 0;
	PKCtx.running = to;
}
