/* PKCtxNew: contexts that are made as a whole.  Underlay: PKCtx.  Spec: PKCtxNew.h */
#include <underlay.h>

ctx_t kctx_new(code_t entry)
{
	ctx_t n = pt_new();

	if (n < NMAPS) {
		set_sp(n, STACK_TOP(n) - 4);
		set_ra(n, entry);
	}
	return n;
}
