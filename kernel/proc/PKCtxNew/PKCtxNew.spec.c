/* PKCtxNew: the executable specification. */
#include <PKCtxNew.h>

ctx_t spec_kctx_new(code_t entry)
{
	ctx_t n = spec_pt_new();

	if (n < NMAPS) {
		PKCtx.saved[n] = (struct registers){0, 0, 0, 0, FIRST_SP(n), entry};
		PKCtx.has_sp[n] = PKCtx.has_ra[n] = 1;
		PKCtx.suspended[n] = 0;
	}
	return n;
}
