/* PKCtx: how its module represents the contexts that do not run. */
#define PKCtx_RELATION \
	ALL(n, NCTX, IMPLIES(n != PKCtx.running, \
	    IMPLIES(PKCtx.has_sp[n] == 1, PKCtx_pool[n].esp == PKCtx.saved[n].esp) && \
	    IMPLIES(PKCtx.has_ra[n] == 1, PKCtx_pool[n].eip == PKCtx.saved[n].eip) && \
	    PKCtx_pool[n].ebx == PKCtx.saved[n].ebx && PKCtx_pool[n].esi == PKCtx.saved[n].esi && \
	    PKCtx_pool[n].edi == PKCtx.saved[n].edi && PKCtx_pool[n].ebp == PKCtx.saved[n].ebp))
#define PKCtx_PRIVATE EACH(PKCtx_pool, NCTX)
