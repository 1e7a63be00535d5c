/* TTrapArg: the executable specification. */
#include <TTrapArg.h>

word_t spec_uctx_arg(index_t k)
{
	return ARG(k);
}

vaddr_t spec_uctx_fault(void)
{
	return UCTX(ME, UCTX_FAULT);
}

void spec_uctx_set_errno(word_t e)
{
	UCTX(ME, UCTX_EAX) = e;
	PUCtx.access[ME] = (struct access){ACCESS_NONE, 0, 0};
}

void spec_uctx_set_retval(index_t k, word_t v)
{
	ARG(k) = v;
	PUCtx.access[ME] = (struct access){ACCESS_NONE, 0, 0};
}
